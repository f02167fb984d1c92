/** A small archive in the shape that GitHub's archive action writes, for tests. */
export function sampleArchive(changes: Partial<Record<'issues' | 'pulls' | 'labels', unknown[]>> = {}) {
  return {
    magic: 'E!vIA5L86J2I',
    repo: 'acme/boats',
    labels: [{ name: 'bug', description: '', color: 'd73a4a' }],
    issues: [
      sampleIssue(1, {
        title: 'Leaks',
        labels: ['bug'],
        body: 'Since #2. Not `#99`.',
        comments: [
          { author: 'bo', body: 'Same here, see acme/boats#3', createdAt: '2021-01-02T00:00:00Z' },
          { author: '', body: 'From someone who left', createdAt: '2021-01-03T00:00:00Z' },
        ],
      }),
      sampleIssue(2, { state: 'OPEN', closedAt: null, assignees: ['bo'] }),
    ],
    pulls: [
      {
        ...sampleIssue(3, { state: 'MERGED' }),
        mergedAt: '2021-02-01T00:00:00Z',
        mergedBy: 'cy',
        reviews: [
          {
            author: 'bo',
            state: 'APPROVED',
            body: '',
            createdAt: '2021-01-20T00:00:00Z',
            comments: [{ body: 'Nice', path: 'hull.ts', createdAt: '2021-01-20T00:00:01Z' }],
          },
          { author: 'bo', state: 'COMMENTED', body: '', createdAt: '2021-01-21T00:00:00Z', comments: [] },
        ],
      },
      { ...sampleIssue(4, { state: 'CLOSED' }), mergedAt: null, mergedBy: null, reviews: [] },
    ],
    ...changes,
  };
}

export function sampleIssue(number: number, changes: Record<string, unknown> = {}) {
  return {
    number,
    id: `I_${number}`,
    title: `Issue ${number}`,
    url: `https://github.com/acme/boats/issues/${number}`,
    state: 'CLOSED',
    author: 'al',
    assignees: [],
    labels: [],
    body: '',
    createdAt: '2021-01-01T00:00:00Z',
    updatedAt: '2021-02-01T00:00:00Z',
    closedAt: '2021-02-01T00:00:00Z',
    comments: [],
    ...changes,
  };
}
