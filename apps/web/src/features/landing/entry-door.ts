/** What a form's callback answers: done, or sentences to show. The form keeps what was typed. */
export type EntryAnswer =
  | { ok: true }
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

export interface SignUpInput extends SignInInput {
  name: string;
  /** The name of the workspace to make; an invited person gives none. */
  workspace?: string;
}

export interface Invite {
  workspaceName: string;
  inviterName: string;
  email: string;
}

/** Everything that the screens before the workspace ask of a server. */
export interface EntryDoor {
  signIn: (input: SignInInput) => Promise<EntryAnswer>;
  signUp: (input: SignUpInput) => Promise<EntryAnswer>;
  /** Nothing when the invitation is unknown, used or too old. */
  readInvite: (token: string) => Promise<Invite | undefined>;
  acceptInvite: (token: string, input: Omit<SignUpInput, 'workspace'>) => Promise<EntryAnswer>;
}
