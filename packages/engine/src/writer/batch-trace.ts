import { type Context, context, ROOT_CONTEXT, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Job } from './job.ts';

/** Costs next to nothing unless the process that holds the engine sets up an OpenTelemetry SDK. */
const tracer = trace.getTracer('@atrium/engine');

const MOST_LINKS = 64;

/** Where the caller's trace stands: what becomes of its command is part of it. */
export const presentTrace = (): Context => context.active();

/** A batch of one command belongs to that command's trace; one of many is linked to theirs. */
export function startBatch(jobs: readonly Job[]): Context {
  const alone = jobs.length === 1 ? jobs[0]?.traced : undefined;
  const span = tracer.startSpan('writer.batch', undefined, alone ?? ROOT_CONTEXT);
  const traced = trace.setSpan(alone ?? ROOT_CONTEXT, span);
  if (!alone) linkBatch(traced, jobs);
  return traced;
}

/** Links a batch to the traces of more commands. */
export function linkBatch(batch: Context, jobs: readonly Job[]): void {
  const span = trace.getSpan(batch);
  if (!span?.isRecording()) return;
  for (const { traced } of jobs.slice(0, MOST_LINKS)) {
    const linked = traced && trace.getSpanContext(traced);
    if (linked) span.addLink({ context: linked });
  }
}

export function endBatch(traced: Context, commands: number): void {
  trace.getSpan(traced)?.setAttribute('atrium.commands', commands).end();
}

/** One step of a batch, as a span of its own. */
export async function step<T>(name: `writer.${string}`, traced: Context, run: () => Promise<T>): Promise<T> {
  const span = tracer.startSpan(name, undefined, traced);
  try {
    return await run();
  } catch (error) {
    fail(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** The same for a step that waits for nothing. */
export function stepNow(name: `writer.${string}`, traced: Context, run: () => void): void {
  const span = tracer.startSpan(name, undefined, traced);
  run();
  span.end();
}

function fail(span: Span, error: unknown): void {
  if (!span.isRecording()) return;
  if (error instanceof Error) span.recordException(error);
  span.setStatus({ code: SpanStatusCode.ERROR });
}
