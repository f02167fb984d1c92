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
  if (span.isRecording()) {
    span.setAttribute('atrium.commands', jobs.length);
    for (const { traced } of alone ? [] : jobs.slice(0, MOST_LINKS)) {
      const linked = traced && trace.getSpanContext(traced);
      if (linked) span.addLink({ context: linked });
    }
  }
  return trace.setSpan(alone ?? ROOT_CONTEXT, span);
}

export function endBatch(traced: Context): void {
  trace.getSpan(traced)?.end();
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

function fail(span: Span, error: unknown): void {
  if (!span.isRecording()) return;
  if (error instanceof Error) span.recordException(error);
  span.setStatus({ code: SpanStatusCode.ERROR });
}
