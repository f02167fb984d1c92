/** How texts get from node to node, one's own included. */
export interface Transport {
  start(to: TransportUser): void;
  /** False when it cannot go out now. */
  send(channel: string, text: string): boolean;
  listen(channel: string): void;
  leave(channel: string): void;
  /** It says that it is up, but nothing comes through: starts anew. */
  restart(): void;
  close(): Promise<void>;
}

export interface TransportUser {
  heard(channel: string, text: string): void;
  /** From here on the channel is heard; after every loss again. */
  joined(channel: string): void;
  down(): void;
}
