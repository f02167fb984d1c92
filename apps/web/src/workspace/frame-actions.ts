import { createContext, useContext } from 'react';

/** What the frame can open over any screen. */
export interface FrameActions {
  createProject: () => void;
  createWorkspace: () => void;
  /** The connection, what is unsent, and what needs a decision. */
  showConnection: () => void;
  /** The session ran out: signs in again, and everything goes on. */
  signInAgain: () => void;
}

const nothing = () => undefined;

export const FrameActionsContext = createContext<FrameActions>({
  createProject: nothing,
  createWorkspace: nothing,
  showConnection: nothing,
  signInAgain: nothing,
});

export const useFrameActions = (): FrameActions => useContext(FrameActionsContext);
