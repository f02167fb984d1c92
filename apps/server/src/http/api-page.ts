import type { OpenAPI } from '@orpc/contract';

/** The API's description as one plain page: no script, readable in any browser. */
export function apiPage(description: OpenAPI.Document): string {
  const operations = Object.entries(description.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item ?? {}).map(([method, operation]) =>
      section(method, path, operation as OpenAPI.OperationObject),
    ),
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(description.info.title)}</title><style>
:root{color-scheme:light dark;font:14px/1.5 system-ui,sans-serif}body{max-width:860px;margin:40px auto;padding:0 20px}
h1{font-size:22px}h2{font-size:15px;margin:32px 0 4px;font-family:ui-monospace,monospace}b.m{display:inline-block;min-width:56px}
table{border-collapse:collapse;width:100%;margin:8px 0}td,th{text-align:left;padding:4px 12px 4px 0;border-bottom:1px solid #8884;vertical-align:top}
pre{background:#8881;padding:12px;overflow:auto;border-radius:6px;font-size:12px}small{opacity:.7}</style></head><body>
<h1>${escapeHtml(description.info.title)}</h1><p>${escapeHtml(description.info.description ?? '')}</p>
<p><a href="/api/openapi.json">openapi.json</a> · addresses below start with <code>/api/v1</code></p>
<h2><b class="m">GET</b>/bootstrap</h2><p>The records of a scope as of one position, as lines of JSON; the last line holds position, count and digest.<br><small>member</small></p>
<h2><b class="m">GET</b>/timeline.csv, /timeline.pdf</h2><p>Also under <code>/projects/{id}</code> and <code>/records/{id}</code>: a timeline as a file, with the filters of <code>/timeline</code>.<br><small>member</small></p>
<h2><b class="m">POST</b>/imports/github</h2><p>A GitHub archive as the body; <code>project</code>, <code>file</code> and <code>dryRun</code> in the query.<br><small>member</small></p>
${operations.join('\n')}</body></html>`;
}

function section(method: string, path: string, operation: OpenAPI.OperationObject): string {
  const parameters = (operation.parameters ?? []).filter((parameter) => 'name' in parameter);
  const rows = parameters.map(
    ({ name, in: where, required, description }) =>
      `<tr><td><code>${escapeHtml(name)}</code></td><td>${where}${required ? ', required' : ''}</td><td>${escapeHtml(description ?? '')}</td></tr>`,
  );
  const body =
    operation.requestBody && 'content' in operation.requestBody ? operation.requestBody.content : {};
  return `<h2><b class="m">${method.toUpperCase()}</b>${escapeHtml(path)}</h2>
<p>${escapeHtml(operation.summary ?? '')}<br><small>${escapeHtml((operation.tags ?? []).join(', '))}</small></p>
${rows.length > 0 ? `<table><tbody>${rows.join('')}</tbody></table>` : ''}
${Object.values(body)
  .map(
    (media) =>
      `<details><summary>Body</summary><pre>${escapeHtml(JSON.stringify(media?.schema, null, 2))}</pre></details>`,
  )
  .join('')}
${answers(operation)}`;
}

function answers(operation: OpenAPI.OperationObject): string {
  const ok = operation.responses?.['200'];
  if (!ok || !('content' in ok)) return '';
  const schema = ok.content?.['application/json']?.schema;
  return `<details><summary>Answer</summary><pre>${escapeHtml(JSON.stringify(schema, null, 2))}</pre></details>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
