import type { RecordState } from '@atrium/protocol';

/** What is needed of a command to say it. */
export interface SpokenCommand {
  readonly name: string;
  readonly input: { readonly [field: string]: unknown };
}

const THINGS: Record<string, string> = {
  work_item: 'work item',
  comment: 'comment',
  project: 'project',
  label: 'label',
  person: 'person',
  dependency: 'link between items',
  workspace: 'workspace',
};

const VERBS: Record<string, string> = {
  create: 'Create',
  update: 'Change',
  delete: 'Delete',
  restore: 'Bring back',
  move: 'Move',
  setParent: 'Move under another item:',
  setStatuses: 'Change the statuses of',
  setMember: 'Change the members of',
  removeMember: 'Change the members of',
  archive: 'Archive',
  unarchive: 'Take out of the archive:',
  setRole: 'Change the role of',
  deactivate: 'Deactivate',
  reactivate: 'Reactivate',
  claim: 'Assign the imported history of',
  edit: 'Edit',
  resolve: 'Resolve',
  reopen: 'Reopen',
  react: 'React to',
  unreact: 'Take back a reaction to',
};

/** A command as people would say it: “Move work item Pay without an account”. */
export function commandWords({ name, input }: SpokenCommand, record: RecordState | undefined): string {
  if (name === 'history.undo') return `Undo a change${ofRecord(record)}`;
  if (name === 'history.restore') return `Restore an earlier version${ofRecord(record)}`;
  const [type = '', verb = ''] = name.split('.');
  const thing = THINGS[type] ?? type.replaceAll('_', ' ');
  const title = titleOf(input) ?? (record && titleOf(record.fields));
  return [VERBS[verb] ?? 'Change', thing, title && `“${title}”`].filter(Boolean).join(' ');
}

function ofRecord(record: RecordState | undefined): string {
  const title = record && titleOf(record.fields);
  return title ? ` to “${title}”` : '';
}

function titleOf({ title, name, text, body }: { readonly [field: string]: unknown }): string | undefined {
  const words = [title, name, text, body].find((value) => typeof value === 'string' && value !== '');
  if (typeof words !== 'string') return undefined;
  return words.length > 60 ? `${words.slice(0, 59).trimEnd()}…` : words;
}
