import { createContext, useContext } from 'react';

/** What the frame can open over any screen. */
export interface FrameActions {
  createProject: () => void;
  createWorkspace: () => void;
  /** The connection, what is unsent, and what needs a decision. */
  showConnection: () => void;
  /** The session ran out: signs in again, and everything goes on. */
  signInAgain: () => void;
  /** Changes of mine that met changes of others, beginning with this record's. */
  settleConflicts: (recordId?: string) => void;
}

const nothing = () => undefined;

export const FrameActionsContext = createContext<FrameActions>({
  createProject: nothing,
  createWorkspace: nothing,
  showConnection: nothing,
  signInAgain: nothing,
  settleConflicts: nothing,
});

export const useFrameActions = (): FrameActions => useContext(FrameActionsContext);
