import {
  type CommandDraft,
  createComment,
  createDependency,
  createLabel,
  createProject,
  createWorkItem,
  deleteComment,
  deleteDependency,
  deleteWorkItem,
  editComment,
  moveWorkItem,
  projectScope,
  rankBetween,
  recordScope,
  restoreWorkItem,
  setPersonRole,
  setProjectMember,
  setWorkItemParent,
  statusesOf,
  updateProject,
  updateWorkItem,
  WORKSPACE_SCOPE,
} from '@atrium/model';
import { type Command, derivedId, type RecordState } from '@atrium/protocol';
import { type Client, createClient, type Receipt, type Subscription } from '@atrium/sync/client';
import type { SyncServer } from '@atrium/sync/server';
import type { SeededRandom } from './seeded-random.ts';
import { SimulatedBrowser } from './simulated-browser.ts';
import { SimulatedWire } from './simulated-wire.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface Issued {
  readonly commandId: string;
  readonly name: string;
  readonly receipt: Receipt;
  /** Reached the disk before any crash: from then on it may not be lost. */
  saved: boolean;
  acked: boolean;
  /** Given up by the user or never kept. */
  given: boolean;
}

export interface SimulatedClientOptions {
  readonly name: string;
  readonly time: VirtualTime;
  readonly random: SeededRandom;
  readonly server: () => SyncServer | undefined;
  readonly tenantId: string;
  readonly personId: string;
  /** Compares what it holds with the log, often; without it never. */
  readonly isChecked?: boolean;
  /** The one that this is a tab of; a browser of its own with one tab, if there is none. */
  readonly browser?: SimulatedBrowser | undefined;
}

/** Roles that the owner changes back and forth; nobody is put out. */
const AGENTS = ['agent', 'readOnly'] as const;

const SEED_NAMESPACE = '00000000-0000-7000-8000-0000000000aa';

/** One person at one device: acts by chance, crashes, comes back with the same disk. */
export class SimulatedClient {
  readonly name: string;
  readonly personId: string;
  readonly wire: SimulatedWire;
  /** Bugs that the client survived. */
  readonly faults: string[] = [];
  /** What it found to differ from the log. */
  readonly repairs: string[] = [];
  readonly issued = new Map<string, Issued>();
  readonly #options: SimulatedClientOptions;
  readonly #browser: SimulatedBrowser;
  #tab: ReturnType<SimulatedBrowser['openTab']> | undefined;
  readonly #random: SeededRandom;
  readonly #projects: { readonly id: string }[];
  client: Client;
  #run = 0;
  #made = 0;
  #subscriptions = new Map<string, Subscription>();

  constructor(options: SimulatedClientOptions, projects: { readonly id: string }[]) {
    const { name, time, random, tenantId, personId } = options;
    this.name = name;
    this.personId = personId;
    this.#options = options;
    this.#projects = projects;
    this.#random = random;
    this.#browser = options.browser ?? new SimulatedBrowser(time, random);
    const who = {
      userId: `user-${personId}`,
      sessionId: `session-${name}`,
      expiresAt: Number.MAX_SAFE_INTEGER,
      tenantAccess: () => personId,
    };
    this.wire = new SimulatedWire({
      time,
      random: random.fork(),
      server: options.server,
      who,
      tenantId,
      personId,
    });
    this.client = this.#start();
  }

  get scopes(): string[] {
    return [...this.#subscriptions.keys()];
  }

  status(scope: string): string {
    return this.#subscriptions.get(scope)?.status.get().kind ?? 'none';
  }

  /** Stops dead: timers, writes on their way, and the connection, without a word to anyone. */
  crash(): void {
    this.#run++;
    this.wire.cut();
    this.client = this.#start();
  }

  /** The same, and the disk does not hold what was written. */
  async crashSpoiled(): Promise<void> {
    this.#run++;
    this.wire.cut();
    await this.#browser.disk.corrupt();
    this.client = this.#start();
  }

  /** One thing that a person may do. Returns what it was. */
  act(): string {
    const { store } = this.client;
    const random = this.#random;
    const projects = store.select({ type: 'project' });
    const project = projects.length > 0 ? random.pick(projects) : undefined;
    const items = store.select({ type: 'work_item' });
    const item = items.length > 0 ? random.pick(items) : undefined;
    const choice = random.below(100);
    if (choice < 4) return this.#toggleRecordScope(item);
    if (choice < 8) return this.#undo();
    if (choice < 11 && this.client.attention.list().length > 0) return this.#attend();
    if (!project) return 'waits';
    if (choice < 13) return this.#toggleProjectScope(project.id);
    if (choice < 14) return this.#send(createProject(this.#id(), { key: this.#key(), name: 'More' }));
    if (choice < 17) return this.#send(this.#changeRights(project));
    if (choice < 19)
      return this.#send(
        createLabel(this.#id(), { project: project.id, name: this.#word(), color: '#3366ff' }),
      );
    if (choice < 35 || !item) return this.#create(project, items);
    if (choice < 66) return this.#send(this.#update(item));
    if (choice < 72) return this.#send(this.#discuss(item));
    if (choice < 75) return this.#send(this.#relate(item, items));
    if (choice < 88) return this.#send(this.#move(item, items));
    if (choice < 92)
      return this.#send(
        setWorkItemParent(item, { parent: random.chance(0.3) ? null : random.pick(items).id }),
      );
    if (choice < 96) return this.#send(deleteWorkItem(item));
    const deleted = store.select({ type: 'work_item', deleted: true });
    return deleted.length > 0 ? this.#send(restoreWorkItem(random.pick(deleted))) : 'finds nothing deleted';
  }

  /** In this tab or another one of the same browser. */
  isGivenUp(commandId: string): boolean {
    return this.#browser.givenUp.has(commandId);
  }

  /** Gives up what was refused, so that only confirmed state is left. */
  dropAttention(): void {
    for (const { command } of this.client.attention.list())
      this.#give(this.client.attention.drop(command.id));
  }

  #start(): Client {
    const { time, tenantId, isChecked } = this.#options;
    const run = this.#run;
    const isAlive = () => run === this.#run;
    this.#tab?.die();
    if (this.#options.browser) this.#tab = this.#browser.openTab(isAlive);
    const client = createClient({
      url: 'http://atrium.test',
      tenantId,
      personId: this.personId,
      clientId: derivedId(SEED_NAMESPACE, this.name),
      storage: this.#browser.disk.mount(isAlive),
      ...this.#tab,
      checks: isChecked ? { firstMs: 300, everyMs: 1_000, quietMs: 50 } : false,
      clock: time.skewed(this.#random.between(-600_000, 600_000), isAlive),
      random: this.#random.fork().next,
      openSocket: (url, handlers) =>
        this.wire.openSocket(url, {
          onOpen: () => isAlive() && handlers.onOpen(),
          onFrame: (bytes) => isAlive() && handlers.onFrame(bytes),
          onClose: (code) => isAlive() && handlers.onClose(code),
        }),
      fetch: async (url, init) => {
        const response = await this.wire.fetch(url, init);
        return isAlive() ? response : new Promise(() => undefined);
      },
      newId: () => this.#id(),
      logger: {
        debug: () => undefined,
        warn: () => undefined,
        error: (text, details) =>
          this.faults.push(
            `${text} ${JSON.stringify(details)} ${String(details && 'error' in details && (details.error as Error).stack)}`,
          ),
      },
    });
    client.onEvent((event) => {
      if (event.kind === 'repaired') this.repairs.push(`${time.now()} ${JSON.stringify(event)}`);
    });
    this.#subscriptions = new Map();
    this.#want(client, WORKSPACE_SCOPE);
    for (const { id } of this.#projects) this.#want(client, projectScope(id));
    return client;
  }

  #want(client: Client, scope: string): void {
    this.#subscriptions.set(scope, client.subscribe(scope));
  }

  #send(draft: CommandDraft): string {
    const { command, receipt } = this.client.send(draft);
    const issued = issuedNow(command, receipt);
    this.#follow(issued);
    return `${draft.name} ${draft.recordId.slice(0, 8)} v${draft.baseVersion} ${JSON.stringify(draft.input)} -> ${command.id.slice(0, 8)} ${receipt.state.get().step}`;
  }

  #follow(issued: Issued): void {
    const { receipt, commandId } = issued;
    const run = this.#run;
    if (receipt.state.get().step === 'refused') issued.given = true;
    this.issued.set(commandId, issued);
    receipt.state.subscribe(() => {
      if (run === this.#run && receipt.state.get().step === 'saved') issued.saved = true;
    });
    void receipt.done.then((outcome) => {
      if (outcome.kind === 'committed') issued.acked = true;
    });
  }

  #give(commandIds: readonly string[]): void {
    for (const id of commandIds) {
      const issued = this.issued.get(id);
      if (issued) issued.given = true;
      this.#browser.givenUp.add(id);
    }
  }

  #attend(): string {
    const [first] = this.client.attention.list();
    if (!first) return 'has nothing to attend to';
    const { id } = first.command;
    if (this.#random.chance(0.5)) {
      this.#give(this.client.attention.drop(id));
      return `drops ${id.slice(0, 8)}`;
    }
    const again = this.client.attention.retry(id);
    this.#give([id]);
    if (again) {
      const { command, receipt } = again;
      this.#follow(issuedNow(command, receipt));
    }
    return `retries ${id.slice(0, 8)} ${first.refusal.code} as ${again?.command.id.slice(0, 8)}`;
  }

  #undo(): string {
    const before = new Set(this.client.queue().map(({ command }) => command.id));
    const sent = this.#random.chance(0.7) ? this.client.undo() : this.client.redo();
    const after = new Set(this.client.queue().map(({ command }) => command.id));
    this.#give([...before].filter((id) => !after.has(id)));
    for (const { command, receipt } of sent ?? []) {
      this.#follow(issuedNow(command, receipt));
    }
    return `undoes or redoes ${sent?.map(({ command }) => JSON.stringify(command.input)).join()}`;
  }

  #create(project: RecordState, items: readonly RecordState[]): string {
    const id = this.#id();
    const siblings = items.filter((item) => item.fields.project === project.id);
    const parent = siblings.length > 0 && this.#random.chance(0.3) ? this.#random.pick(siblings) : undefined;
    const type =
      parent?.fields.type === 'epic'
        ? 'task'
        : parent
          ? 'sub_task'
          : this.#random.pick(['epic', 'story', 'task']);
    const first = this.#send(
      createWorkItem(id, {
        project: project.id,
        title: this.#word(),
        type,
        ...(parent && { parent: parent.id }),
      } as never),
    );
    const created = this.client.store.get(id);
    // At once something on top of what is not confirmed yet.
    if (!created || this.#random.chance(0.6)) return first;
    return `${first}; ${this.#send(this.#update(created))}`;
  }

  #update(item: RecordState): CommandDraft {
    const set = this.#random.pick<object>([
      { title: this.#word() },
      { estimate: this.#random.between(1, 13) },
      { priority: this.#random.pick(['low', 'high', 'urgent']) },
      { title: this.#word(), dueDate: '2026-03-01' },
    ]);
    if (this.#random.chance(0.8)) return updateWorkItem(item, { set } as never);
    const change = this.#random.pick(['add', 'remove']);
    return updateWorkItem(item, { [change]: { assignees: [this.personId] } } as never);
  }

  #discuss(item: RecordState): CommandDraft {
    const comments = this.client.store.select({ type: 'comment', where: { subject: item.id } });
    if (comments.length === 0 || this.#random.chance(0.6)) {
      return createComment(this.#id(), { subject: item.id, body: this.#word() });
    }
    const comment = this.#random.pick(comments);
    return this.#random.chance(0.5) ? editComment(comment, { body: this.#word() }) : deleteComment(comment);
  }

  #relate(item: RecordState, items: readonly RecordState[]): CommandDraft {
    const relations = this.client.store.select({ type: 'dependency', where: { from: item.id } });
    if (relations.length > 0 && this.#random.chance(0.5))
      return deleteDependency(this.#random.pick(relations));
    const kind = this.#random.pick(['blocks', 'relates_to'] as const);
    return createDependency(this.#id(), { from: item.id, to: this.#random.pick(items).id, kind });
  }

  #move(item: RecordState, items: readonly RecordState[]): CommandDraft {
    const project = this.client.store.get(String(item.fields.project));
    const statuses = project ? statusesOf(project) : [];
    const rank = rankBetween(null, rankOf(this.#random.pick(items)) ?? null);
    const status = statuses.length > 0 ? this.#random.pick(statuses).id : undefined;
    return moveWorkItem(item, { rank, ...(status !== undefined && { status }) });
  }

  #changeRights(project: RecordState): CommandDraft {
    const agents = this.client.store
      .select({ type: 'person' })
      .filter(({ fields }) => AGENTS.some((role) => role === fields.role));
    if (agents.length > 0 && this.#random.chance(0.2)) {
      return setPersonRole(this.#random.pick(agents), { role: this.#random.pick(AGENTS) });
    }
    if (this.#random.chance(0.5)) {
      return updateProject(project, { visibility: this.#random.pick(['workspace', 'private']) });
    }
    const people = this.client.store.select({ type: 'person' });
    const role = this.#random.pick(['member', 'viewer', 'lead'] as const);
    const personId = people.length > 0 ? this.#random.pick(people).id : this.personId;
    return setProjectMember(project, { personId, role });
  }

  #toggleRecordScope(item: RecordState | undefined): string {
    const open = this.scopes.filter((scope) => scope.startsWith('record:'));
    if (open.length > 3) {
      const scope = this.#random.pick(open);
      this.#subscriptions.get(scope)?.release();
      this.#subscriptions.delete(scope);
      return `closes ${scope}`;
    }
    if (!item || this.#subscriptions.has(recordScope(item.id))) return 'looks around';
    this.#want(this.client, recordScope(item.id));
    return `opens ${recordScope(item.id)}`;
  }

  #toggleProjectScope(id: string): string {
    const scope = projectScope(id);
    const open = this.#subscriptions.get(scope);
    if (!open) this.#want(this.client, scope);
    else if (this.#random.chance(0.5)) {
      open.release();
      this.#subscriptions.delete(scope);
    }
    return `toggles ${scope}`;
  }

  #id(): string {
    return derivedId(SEED_NAMESPACE, `${this.name}:${this.#made++}`);
  }

  #word(): string {
    return `${this.name}-${this.#made++}`;
  }

  #key(): string {
    return `K${this.#random.pick(['A', 'B', 'C', 'D'])}${this.#random.pick(['A', 'B', 'C', 'D'])}`;
  }
}

function rankOf(item: RecordState): string | undefined {
  return typeof item.fields.rank === 'string' ? item.fields.rank : undefined;
}

function issuedNow({ id, name }: Pick<Command, 'id' | 'name'>, receipt: Receipt): Issued {
  return { commandId: id, name, receipt, saved: false, acked: false, given: false };
}
