import type { PastRecords } from '@atrium/sync/client';
import { createContext } from 'react';

/** The records of the time that is looked at, for whoever tells how far they are loaded. */
export const PastContext = createContext<PastRecords | undefined>(undefined);
