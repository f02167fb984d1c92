/** What a form's callback answers: where to go next, or sentences to show. The form keeps what was typed. */
export type EntryAnswer =
  | { ok: true; to: string }
  | {
      ok: false;
      /** Over the form. */
      sentence?: string;
      /** Under single fields, by their names. */
      fields?: Partial<Record<EntryField, string>>;
    };

export type EntryField = 'name' | 'email' | 'password' | 'workspace';

export interface SignInInput {
  email: string;
  password: string;
}

export interface AcceptInput extends SignInInput {
  name: string;
}

export interface SetUpInput extends AcceptInput {
  /** The name of the first workspace. */
  workspace: string;
}

export interface InviteLink {
  workspaceName: string;
  /** Set where the invitation is for one address only. */
  email: string | null;
}

/** Everything that the screens before the workspace ask of a server. */
export interface EntryDoor {
  /** Whether this Atrium awaits its first owner. */
  needsSetUp: () => Promise<boolean>;
  /** Where someone already signed in goes; nothing for a stranger. */
  signedInTo: () => Promise<string | undefined>;
  signIn: (input: SignInInput) => Promise<EntryAnswer>;
  setUp: (input: SetUpInput) => Promise<EntryAnswer>;
  /** Nothing when the invitation is unknown, used, withdrawn or too old. */
  readInvite: (token: string) => Promise<InviteLink | undefined>;
  acceptInvite: (token: string, input: AcceptInput) => Promise<EntryAnswer>;
  /** For someone who is signed in already. */
  acceptInviteSignedIn: (token: string) => Promise<EntryAnswer>;
}
