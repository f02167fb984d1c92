import { type Context, context, ROOT_CONTEXT, type Span, TraceFlags, trace } from '@opentelemetry/api';

/** Costs next to nothing unless the page or the process sets up an OpenTelemetry SDK. */
const tracer = trace.getTracer('@atrium/sync');

/**
 * A command's id has the size of a trace's id, and is one: the browser and every server find the same trace
 * without a word about it on the wire.
 */
export function traceOf(commandId: string): Context {
  const traceId = commandId.replaceAll('-', '');
  const spanId = traceId.slice(-16);
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  });
}

/** A span of a command's trace. */
export function startSpan(name: string, commandId: string): Span {
  return tracer.startSpan(name, undefined, traceOf(commandId));
}

/** What happens at once, as a span of a command's trace. */
export function traced<T>(name: string, commandId: string, run: () => T): T {
  const span = startSpan(name, commandId);
  try {
    return run();
  } finally {
    span.end();
  }
}

const MOST_LINKS = 64;

/** Work for what several commands did: part of the trace of a single one, else linked to theirs. */
export function tracedTogether(
  name: string,
  of: readonly { readonly commandId: string }[],
  run: () => void,
): void {
  const [first] = of;
  // The events of one command stand together.
  if (first && of.at(-1)?.commandId === first.commandId) {
    traced(name, first.commandId, run);
    return;
  }
  const span = tracer.startSpan(name, undefined, ROOT_CONTEXT);
  if (span.isRecording()) {
    for (const commandId of new Set(of.slice(0, MOST_LINKS).map((one) => one.commandId))) {
      const linked = trace.getSpanContext(traceOf(commandId));
      if (linked) span.addLink({ context: linked });
    }
  }
  try {
    run();
  } finally {
    span.end();
  }
}

/** Lets what `run` starts, in this package or another, belong to the span; where a context manager is set up. */
export function within<T>(commandId: string, span: Span, run: () => T): T {
  return context.with(trace.setSpan(traceOf(commandId), span), run);
}
