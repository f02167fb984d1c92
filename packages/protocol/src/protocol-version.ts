/**
 * The wire's version. Raise it with every change of the schema, and add a line:
 * 1: commands, acks, subscriptions by scope, deltas, presence, heartbeat.
 */
export const PROTOCOL_VERSION = 1;

/** The oldest version that this server still speaks. */
export const MIN_PROTOCOL_VERSION = 1;
