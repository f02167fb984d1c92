import type { ImportJob } from '@atrium/protocol/api';

export interface Upload {
  readonly workspace: string;
  readonly project: string;
  readonly file: File;
  /** How much has left, 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/** Sends a file to be tried out. By XMLHttpRequest: `fetch` does not tell how far an upload is. */
export function uploadArchive({ workspace, project, file, onProgress }: Upload): Promise<ImportJob> {
  const query = new URLSearchParams({ workspace, project, file: file.name.slice(0, 200), dryRun: 'true' });
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1/imports/github?${query}`);
    request.responseType = 'json';
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status === 200) return resolve(request.response as ImportJob);
      const { code, message } = (request.response ?? {}) as { code?: string; message?: string };
      reject(
        Object.assign(new Error(message ?? 'The server did not take the file.'), {
          code: code ?? 'UNAVAILABLE',
        }),
      );
    };
    request.onerror = () => reject(new TypeError('The upload was cut off.'));
    request.send(file);
  });
}
