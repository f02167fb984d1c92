import type { TenantId } from '@atrium/protocol';
import type { Runtime } from '../runtime.ts';

/** Tells the other nodes how far the logs reach that this one appends to, and hears the same of theirs. */
export class NodeHeads {
  readonly #bus: Runtime['bus'];
  readonly #heard: (tenantId: TenantId, head: number) => void;
  readonly #leaves = new Map<TenantId, () => void>();

  constructor({ bus }: Pick<Runtime, 'bus'>, heard: (tenantId: TenantId, head: number) => void) {
    this.#bus = bus;
    this.#heard = heard;
  }

  say(tenantId: TenantId, head: number): void {
    this.#bus.publish({ subject: 'head', tenantId }, { head });
  }

  listen(tenantId: TenantId): void {
    const leave = this.#bus.subscribe(
      { subject: 'head', tenantId },
      {
        heard: ({ head }) => {
          if (Number.isSafeInteger(head)) this.#heard(tenantId, head as number);
        },
      },
    );
    this.#leaves.set(tenantId, leave);
  }

  leave(tenantId: TenantId): void {
    this.#leaves.get(tenantId)?.();
    this.#leaves.delete(tenantId);
  }

  close(): void {
    for (const tenantId of [...this.#leaves.keys()]) this.leave(tenantId);
  }
}
