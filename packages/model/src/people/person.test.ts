import { expect, test } from 'vitest';
import { undoCommand } from '../history/undo-command.ts';
import { createWorld } from '../testing/world.ts';
import {
  claimPerson,
  createPerson,
  deactivatePerson,
  reactivatePerson,
  setPersonRole,
  updatePerson,
} from './person-commands.ts';

test('[PERSON1] people change their own name and may leave, and nothing else', () => {
  const world = createWorld();
  const person = world.person({ role: 'readOnly' });
  const other = world.person({});
  const as = person.id;
  expect(world.run(updatePerson(person, { name: 'New' }), { as }).fields.name).toBe('New');
  for (const draft of [
    updatePerson(world.get(as), { email: 'me@example.org' }),
    updatePerson(world.get(as), { handle: 'me' }),
    updatePerson(other, { name: 'Mine' }),
    deactivatePerson(other),
    setPersonRole(world.get(as), { role: 'admin' }),
    createPerson(world.newId(), { name: 'Friend' }),
  ]) {
    expect(world.refused(draft, { as }).code).toBe('FORBIDDEN');
  }
  const left = world.run(deactivatePerson(world.get(as)), { as });
  expect(left.fields.active).toBe(false);
  expect(world.refused(reactivatePerson(left), { as }).code).toBe('FORBIDDEN');
  expect(world.run(reactivatePerson(left)).fields.active).toBe(true);
});

test('[PERSON2] only owners make or unmake owners', () => {
  const world = createWorld();
  const admin = world.person({ role: 'admin' });
  const other = world.person({ role: 'agent' });
  const as = admin.id;
  expect(world.run(setPersonRole(other, { role: 'manager' }), { as }).fields.role).toBe('manager');
  for (const draft of [
    setPersonRole(world.get(other.id), { role: 'owner' }),
    setPersonRole(world.get(world.owner), { role: 'agent' }),
    deactivatePerson(world.get(world.owner)),
    createPerson(world.newId(), { name: 'Another', role: 'owner' }),
  ]) {
    expect(world.refused(draft, { as }).code).toBe('FORBIDDEN');
  }
  expect(world.run(setPersonRole(world.get(other.id), { role: 'owner' })).fields.role).toBe('owner');
});

test('[PERSON3] the last active owner stays owner', () => {
  const world = createWorld();
  const owner = world.get(world.owner);
  const second = world.person({ role: 'owner' });
  world.run(deactivatePerson(second));
  expect(world.refused(setPersonRole(owner, { role: 'admin' })).code).toBe('LAST_OWNER');
  expect(world.refused(deactivatePerson(owner)).code).toBe('LAST_OWNER');
  const back = world.send(reactivatePerson(world.get(second.id)));
  world.run(setPersonRole(owner, { role: 'admin' }));
  const undo = undoCommand(world.get(second.id), { commandId: back.commandId });
  expect(world.refused(undo, { as: second.id }).code).toBe('LAST_OWNER');
});

test('[PERSON4] a placeholder is claimed by whoever it names, or by an admin for anyone', () => {
  const world = createWorld();
  const placeholder = world.person({ placeholder: true, handle: 'Octo', email: 'octo@example.org' });
  const octo = world.person({ handle: 'octo' });
  const mailed = world.person({ email: 'OCTO@example.org' });
  const stranger = world.person({ handle: 'other' });
  const claim = (personId: string | null) => claimPerson(world.get(placeholder.id), { personId });
  expect(world.refused(claim(stranger.id), { as: stranger.id }).code).toBe('FORBIDDEN');
  expect(world.refused(claim(octo.id), { as: stranger.id }).code).toBe('FORBIDDEN');
  expect(world.run(claim(octo.id), { as: octo.id }).fields.claimedBy).toBe(octo.id);
  expect(world.refused(claim(null), { as: stranger.id }).code).toBe('FORBIDDEN');
  expect(world.run(claim(null), { as: octo.id }).fields).not.toHaveProperty('claimedBy');
  expect(world.run(claim(mailed.id), { as: mailed.id }).fields.claimedBy).toBe(mailed.id);
  expect(world.run(claim(stranger.id)).fields.claimedBy).toBe(stranger.id);
  expect(world.refused(claimPerson(octo, { personId: stranger.id })).code).toBe('INVALID_INPUT');
});

test('[PERSON5] an account, a handle and an imported identity belong to one person each', () => {
  const world = createWorld();
  world.person({ userId: 'u1', handle: 'paula' });
  world.person({ placeholder: true, handle: 'paula', importedFrom: 'github:paula' });
  for (const fields of [{ userId: 'u1' }, { handle: 'PAULA' }, { importedFrom: 'github:paula' }]) {
    const draft = createPerson(world.newId(), { name: 'Twin', ...fields });
    expect(world.refused(draft).code).toBe('ALREADY_EXISTS');
  }
  expect(
    world.refused(createPerson(world.newId(), { name: 'P', placeholder: true, role: 'admin' })).code,
  ).toBe('INVALID_INPUT');
});
