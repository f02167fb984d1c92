import type { LogVerification } from '@atrium/protocol/api';
import { momentWords } from '../../design/moment-words.ts';

/** What is known of the chain, in a sentence, and how it is to look. */
export function verificationWords(known: LogVerification): {
  tone: 'good' | 'open' | 'broken';
  title: string;
  more: string;
} {
  const { state, head, position, verifiedPosition, verifiedAt, target, broken } = known;
  const count = (changes: number) => `${changes.toLocaleString()} ${changes === 1 ? 'change' : 'changes'}`;
  const last = verifiedAt === null ? undefined : momentWords.format(new Date(verifiedAt));
  if (state === 'broken' && broken) {
    return {
      tone: 'broken',
      title: `The history does not hold at position ${broken.position.toLocaleString()}`,
      more: `${broken.reason} Seen ${momentWords.format(new Date(broken.at))}. Everything before it holds; keep a backup, and tell whoever runs this server.`,
    };
  }
  if (state === 'running') {
    const end = target ?? head;
    return {
      tone: 'open',
      title: `Verifying: ${position.toLocaleString()} of ${count(end)}`,
      more: 'Each change is compared with the one before. Work goes on meanwhile.',
    };
  }
  if (state === 'stopped') {
    return { tone: 'open', title: 'Verifying was interrupted', more: `${count(position)} held so far.` };
  }
  if (last === undefined) {
    return {
      tone: 'open',
      title: 'Not verified yet',
      more: `${count(head)} are chained, each to the one before.`,
    };
  }
  const since = head - verifiedPosition;
  return {
    tone: 'good',
    title: `History is whole: ${count(verifiedPosition)} verified`,
    more: `Last ${last}.${since > 0 ? ` ${count(since)} since then.` : ''}`,
  };
}
