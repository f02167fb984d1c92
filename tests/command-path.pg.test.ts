import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createProject, createWorkItem, moveWorkItem, projectScope, WORKSPACE_SCOPE } from '@atrium/model';
import { newId } from '@atrium/protocol';
import { type TestServer, testServer } from '@atrium/server/testing';
import type { Client } from '@atrium/sync/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openClient } from './live/open-client.ts';
import { type RecordedSpan, recordSpans } from './live/span-recorder.ts';
import { until } from './live/until.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TITLE = '## One command, from the browser to the log and back';

/** What ARCHITECTURE.md says: the files a command passes through, and the names of its spans, in order. */
function describedPath(): { files: string[]; spans: string[] } {
  const text = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
  const section = text.split(`${TITLE}\n`)[1]?.split('\n## ')[0] ?? '';
  const steps = section.split('\n').filter((line) => /^\d+\. /.test(line));
  const files: string[] = [];
  const spans: string[] = [];
  for (const [, word = ''] of steps.join('\n').matchAll(/`([^`]+)`/g)) {
    if (/\.(ts|tsx|proto)$/.test(word)) {
      files.push(word.includes('/') ? word : join(dirname(files.at(-1) ?? ''), word));
    } else if (/^(client|connection|session|writer|fan-out)\.[a-z]+$/.test(word)) spans.push(word);
  }
  return { files, spans };
}

describe('one command, as ARCHITECTURE.md leads it', () => {
  const { files, spans: described } = describedPath();
  let server: TestServer;
  let recorder: ReturnType<typeof recordSpans>;
  let client: Client;
  let projectId: string;

  beforeAll(async () => {
    recorder = recordSpans();
    server = await testServer();
    const { tenantId, owner } = await server.createWorkspace();
    const { personId, cookie } = owner;
    client = openClient({ url: server.url, tenantId, personId, cookie });
    projectId = newId();
    await until(client.subscribe(WORKSPACE_SCOPE).status, ({ kind }) => kind === 'ready');
    await client.send(createProject(projectId, { key: 'ATR', name: 'Atrium' })).receipt.done;
    await until(client.subscribe(projectScope(projectId)).status, ({ kind }) => kind === 'ready');
  });
  afterAll(async () => {
    await client.close();
    await server.close();
    recorder.stop();
  });

  const spansOf = (commandId: string): RecordedSpan[] =>
    recorder.spans.filter(({ context }) => context.traceId === commandId.replaceAll('-', ''));

  async function newItem() {
    const id = newId();
    await until(
      client.send(createWorkItem(id, { project: projectId, title: 'Moves' })).receipt.state,
      ({ step }) => step === 'visible',
    );
    const item = client.store.get(id);
    if (!item) throw new Error('not shown');
    return item;
  }

  test('every file it names is there', () => {
    expect(files.length).toBeGreaterThan(10);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    expect(files[0]).toMatch(/^apps\/web\/src\/features\/board\//);
    expect(readFileSync(join(ROOT, files[0] ?? ''), 'utf8')).toContain('moveWorkItem(');
  });

  test('a moved work item leaves the spans it names, in that order, in one trace', async () => {
    const item = await newItem();
    const { command, receipt } = client.send(moveWorkItem(item, { status: 'done' }));
    await until(receipt.state, ({ step }) => step === 'visible');
    const found = spansOf(command.id);
    expect(found.map(({ name }) => name)).toEqual(described);
    expect(found.every(({ ended }) => ended)).toBe(true);
  });

  test('the steps of the writer belong to its batch, and the batch to the session that took the command', async () => {
    const item = await newItem();
    const { command, receipt } = client.send(moveWorkItem(item, { status: 'done' }));
    await until(receipt.state, ({ step }) => step === 'visible');
    const found = spansOf(command.id);
    const idOf = (name: string) => found.find((span) => span.name === name)?.context.spanId;
    const steps = found.filter(({ name }) => name.startsWith('writer.') && name !== 'writer.batch');
    expect(steps.map(({ name }) => name)).toEqual([
      'writer.load',
      'writer.decide',
      'writer.append',
      'writer.commit',
      'writer.reply',
    ]);
    expect(new Set(steps.map(({ parentId }) => parentId))).toEqual(new Set([idOf('writer.batch')]));
    expect(found.find(({ name }) => name === 'writer.batch')?.parentId).toBe(idOf('session.command'));
  });

  test('a batch of several commands is linked to the trace of each', async () => {
    const item = await newItem();
    const other = await newItem();
    const sent = [item, other].map((one) => client.send(moveWorkItem(one, { status: 'done' })));
    await Promise.all(sent.map(({ receipt }) => receipt.done));
    const traces = sent.map(({ command }) => command.id.replaceAll('-', ''));
    const batches = recorder.spans.filter(({ name }) => name === 'writer.batch');
    const told = batches.flatMap(({ context, links }) => [context.traceId, ...links]);
    expect(told).toEqual(expect.arrayContaining(traces));
  });

  test('what a client refuses by itself never leaves it', async () => {
    const item = await newItem();
    const { command, receipt } = client.send(moveWorkItem(item, { status: 'nowhere' }));
    expect(receipt.state.get().step).toBe('refused');
    expect(spansOf(command.id).map(({ name }) => name)).toEqual(['client.send', 'client.decide']);
  });
});
