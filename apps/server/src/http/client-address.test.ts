import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';

function from(forwarded?: string | string[]): IncomingMessage {
  return {
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress: '10.0.0.1' },
  } as unknown as IncomingMessage;
}

test('without a proxy the socket tells, whatever the client claims', () => {
  expect(clientAddress(from('1.2.3.4'), false)).toBe('10.0.0.1');
});

test('behind a proxy its own entry counts, not one that the client made up', () => {
  expect(clientAddress(from('6.6.6.6, 1.2.3.4'), true)).toBe('1.2.3.4');
  expect(clientAddress(from(['6.6.6.6', '1.2.3.4']), true)).toBe('1.2.3.4');
  expect(clientAddress(from('1.2.3.4'), true)).toBe('1.2.3.4');
  expect(clientAddress(from(), true)).toBe('10.0.0.1');
  expect(clientAddress(from(''), true)).toBe('10.0.0.1');
});
