import { evolve } from '@atrium/model';
import type { RecordEvent, RecordState } from '@atrium/protocol';
import type { History, Issued } from './history.ts';

/** Everything that is wrong with a history, given the log that came of it; nothing when all promises were kept. */
export function checkHistory({ issued, anomalies }: History, log: readonly RecordEvent[]): string[] {
  return [...anomalies, ...checkLog(log), ...checkAnswers(issued, log), ...checkOrder(issued, log)];
}

/** The records that a log makes. */
export function foldLog(log: readonly RecordEvent[]): Map<string, RecordState> {
  const records = new Map<string, RecordState>();
  for (const event of log) records.set(event.recordId, evolve(records.get(event.recordId), event));
  return records;
}

/** Positions are dense, and so are the versions of every record. */
function checkLog(log: readonly RecordEvent[]): string[] {
  const wrong: string[] = [];
  const versions = new Map<string, number>();
  for (const [at, { position, recordId, version }] of log.entries()) {
    if (position !== at + 1) wrong.push(`Position ${position} stands at place ${at + 1}`);
    const before = versions.get(recordId) ?? 0;
    if (version !== before + 1) wrong.push(`Version ${version} of ${recordId} follows ${before}`);
    versions.set(recordId, version);
  }
  return wrong;
}

/** Nothing that was issued is lost. What was acked is in the log where the ack said, once; what was refused or dropped is not. */
function checkAnswers(issued: readonly Issued[], log: readonly RecordEvent[]): string[] {
  const wrong: string[] = [];
  const places = placesOf(log);
  for (const { commandId, recordId, name, client, answer } of issued) {
    const found = places.get(commandId) ?? [];
    const what = `${name} ${commandId} of ${client}`;
    if (answer === undefined) {
      // The answer may have come while its client was closed; but then it stands in the log.
      if (found.length === 0) wrong.push(`${what} was never answered, and is not in the log`);
    } else if (answer.kind !== 'acked') {
      if (found.length > 0) wrong.push(`${what} was ${answer.kind} and is in the log at ${found.join()}`);
    } else {
      // A command that changes nothing ends before it begins.
      const promised = Array.from({ length: answer.last - answer.first + 1 }, (_, at) => answer.first + at);
      if (found.join() !== promised.join()) {
        wrong.push(
          `${what} was acked at ${answer.first} to ${answer.last} and is in the log at ${found.join()}`,
        );
      }
      const version = log.findLast(
        (event) => event.commandId === commandId && event.recordId === recordId,
      )?.version;
      if (version !== undefined && version !== answer.version) {
        wrong.push(`${what} was acked as version ${answer.version} and made version ${version}`);
      }
    }
  }
  return wrong;
}

/** What was acked before another was issued stands before it: the log is one order that real time agrees with. */
function checkOrder(issued: readonly Issued[], log: readonly RecordEvent[]): string[] {
  const wrong: string[] = [];
  const places = placesOf(log);
  const acks = issued
    .flatMap(({ answer, commandId }) =>
      answer?.kind === 'acked' ? [{ at: answer.at, last: answer.last, commandId }] : [],
    )
    .sort((a, b) => a.at - b.at);
  let taken = 0;
  let highest = { last: 0, commandId: '' };
  for (const { commandId, issuedAt } of [...issued].sort((a, b) => a.issuedAt - b.issuedAt)) {
    for (let ack = acks[taken]; ack && ack.at < issuedAt; ack = acks[++taken]) {
      if (ack.last > highest.last) highest = ack;
    }
    const first = places.get(commandId)?.[0];
    if (first !== undefined && first <= highest.last) {
      wrong.push(
        `${commandId} stands at ${first}, and ${highest.commandId}, acked before it was issued, at ${highest.last}`,
      );
    }
  }
  return wrong;
}

function placesOf(log: readonly RecordEvent[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const { commandId, position } of log)
    places.set(commandId, [...(places.get(commandId) ?? []), position]);
  return places;
}
