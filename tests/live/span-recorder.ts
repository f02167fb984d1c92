import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  type ContextManager,
  context,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  type SpanOptions,
  type Tracer,
  trace,
} from '@opentelemetry/api';

export interface RecordedSpan {
  readonly name: string;
  readonly context: SpanContext;
  readonly parentId: string | undefined;
  readonly links: string[];
  ended: boolean;
}

/** The smallest OpenTelemetry SDK there can be: keeps every span, in the order in which they began. */
export function recordSpans(): { readonly spans: readonly RecordedSpan[]; stop(): void } {
  const spans: RecordedSpan[] = [];
  const tracer = tracerInto(spans);
  trace.setGlobalTracerProvider({ getTracer: () => tracer });
  context.setGlobalContextManager(contextManager());
  return {
    spans,
    stop() {
      trace.disable();
      context.disable();
    },
  };
}

function tracerInto(spans: RecordedSpan[]): Tracer {
  let count = 0;
  const startSpan = (name: string, _options?: SpanOptions, parent: Context = context.active()): Span => {
    const from = trace.getSpanContext(parent);
    const spanId = (++count).toString(16).padStart(16, '0');
    const traceId = from?.traceId ?? `f${spanId}`.padStart(32, 'f');
    const links: string[] = [];
    const own = { traceId, spanId, traceFlags: 1 };
    const recorded: RecordedSpan = { name, context: own, parentId: from?.spanId, links, ended: false };
    spans.push(recorded);
    const span: Span = {
      spanContext: () => own,
      setAttribute: () => span,
      setAttributes: () => span,
      addEvent: () => span,
      addLink: (link) => {
        links.push(link.context.traceId);
        return span;
      },
      addLinks: () => span,
      setStatus: () => span,
      updateName: () => span,
      end: () => {
        recorded.ended = true;
      },
      isRecording: () => !recorded.ended,
      recordException: () => undefined,
    };
    return span;
  };
  // Better Auth has spans of its own, started this way.
  const startActiveSpan = (name: string, ...rest: unknown[]): unknown => {
    const span = startSpan(name);
    const run = rest.at(-1) as (span: Span) => unknown;
    return context.with(trace.setSpan(context.active(), span), () => run(span));
  };
  return { startSpan, startActiveSpan: startActiveSpan as Tracer['startActiveSpan'] };
}

function contextManager(): ContextManager {
  const store = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => store.getStore() ?? ROOT_CONTEXT,
    with: (active, run, self, ...args) => store.run(active, () => run.call(self as never, ...args)),
    bind: (_context, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  return manager;
}
