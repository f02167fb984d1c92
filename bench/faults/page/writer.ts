declare global {
  interface Window {
    writer: Writer;
  }
}

/** What the driver does with either library, from outside the page. */
export interface Writer {
  /** Opens what an earlier page left behind. */
  open(who: WriterIdentity): Promise<void>;
  /** Writes, and comes back as soon as the library says that it has the write, or after a moment. */
  write(title: string): Promise<void>;
  /** Titles of writes that are still here to be sent, or for a person to decide about. */
  pending(): Promise<string[]>;
  /** The person has signed in again. */
  signedIn(): void;
}

export interface WriterIdentity {
  readonly tenantId: string;
  readonly personId: string;
  readonly projectId: string;
}
