import { oc } from '@orpc/contract';
import { z } from 'zod';
import { historyContract } from './history-contract.ts';
import {
  eventSchema,
  importJobSchema,
  invitationSchema,
  membershipSchema,
  outcomeSchema,
  recordSchema,
  roleSchema,
  snippetSchema,
  workspaceParameter,
} from './schemas.ts';

const workspace = workspaceParameter;
const cursor = z.string().max(2000).optional().describe('From the page before.');
const limit = z.coerce.number().int().min(1).max(200).default(50);
const userInput = z.object({ name: z.string(), email: z.string(), password: z.string() });

/**
 * The REST API. Routes, OpenAPI and the web app's typed client all come from this one contract. Who must be
 * signed in says each route's first tag: `public` needs no session, `session` a signed-in user, `member` a
 * member of the workspace.
 */
export const contract = {
  setup: {
    state: oc
      .route({
        method: 'GET',
        path: '/setup',
        tags: ['public'],
        summary: 'Whether this Atrium awaits its first owner',
      })
      .output(z.object({ needed: z.boolean() })),
    create: oc
      .route({
        method: 'POST',
        path: '/setup',
        tags: ['public'],
        summary: 'Create the owner and the first workspace, once',
      })
      .input(
        z.object({ user: userInput, workspace: z.object({ name: z.string(), slug: z.string().optional() }) }),
      )
      .output(z.object({ tenantId: z.string(), slug: z.string() })),
  },
  auth: {
    me: oc
      .route({ method: 'GET', path: '/auth/me', tags: ['session'], summary: 'Who I am, and my workspaces' })
      .output(
        z.object({
          userId: z.string(),
          name: z.string(),
          email: z.string(),
          sessionExpiresAt: z.string(),
          workspaces: z.array(membershipSchema),
        }),
      ),
    socketToken: oc
      .route({
        method: 'POST',
        path: '/auth/socket-token',
        tags: ['session'],
        summary: 'A token that opens a socket within a minute',
      })
      .output(z.object({ token: z.string() })),
    signOutEverywhere: oc
      .route({
        method: 'POST',
        path: '/auth/sign-out-everywhere',
        tags: ['session'],
        summary: 'End all my sessions, on every device',
      })
      .output(z.object({ ended: z.number().int() })),
  },
  workspaces: {
    create: oc
      .route({
        method: 'POST',
        path: '/workspaces',
        tags: ['session'],
        summary: 'Create a workspace with me as its owner',
      })
      .input(z.object({ name: z.string(), slug: z.string().optional() }))
      .output(z.object({ tenantId: z.string(), personId: z.string(), slug: z.string() })),
  },
  invitations: {
    create: oc
      .route({
        method: 'POST',
        path: '/invitations',
        tags: ['member'],
        summary: 'Make a link that lets someone in',
      })
      .input(z.object({ workspace, role: roleSchema, email: z.string().optional() }))
      .output(z.object({ invitation: invitationSchema, token: z.string() })),
    list: oc
      .route({ method: 'GET', path: '/invitations', tags: ['member'], summary: 'Open invitations' })
      .input(z.object({ workspace }))
      .output(z.object({ invitations: z.array(invitationSchema) })),
    revoke: oc
      .route({
        method: 'DELETE',
        path: '/invitations/{id}',
        tags: ['member'],
        summary: 'Withdraw an invitation',
      })
      .input(z.object({ workspace, id: z.string() }))
      .output(z.object({ revoked: z.boolean() })),
    describe: oc
      .route({
        method: 'GET',
        path: '/invitation-links/{token}',
        tags: ['public'],
        summary: 'What an invitation link leads to',
      })
      .input(z.object({ token: z.string().max(300) }))
      .output(z.object({ workspaceName: z.string(), role: roleSchema, email: z.string().nullable() })),
    accept: oc
      .route({
        method: 'POST',
        path: '/invitation-links/{token}/accept',
        tags: ['public'],
        summary: 'Join by a link, signed in or with a new account',
      })
      .input(z.object({ token: z.string().max(300), user: userInput.optional() }))
      .output(z.object({ tenantId: z.string(), personId: z.string() })),
  },
  records: {
    get: oc
      .route({ method: 'GET', path: '/records/{id}', tags: ['member'], summary: 'One record' })
      .input(z.object({ workspace, id: z.string() }))
      .output(recordSchema),
    list: oc
      .route({
        method: 'GET',
        path: '/records',
        tags: ['member'],
        summary: 'Records of a type, filtered and sorted',
      })
      .input(
        z.object({
          workspace,
          type: z.string().max(100),
          filter: z.string().max(4000).optional().describe('Such as `status = todo and assignees has me`.'),
          sort: z.string().max(400).optional().describe('Such as `-priority,rank`.'),
          cursor,
          limit,
        }),
      )
      .output(z.object({ records: z.array(recordSchema), cursor: z.string().nullable() })),
  },
  workItems: {
    get: oc
      .route({
        method: 'GET',
        path: '/work-items/{id}',
        tags: ['member'],
        summary: 'A work item by id or key (ATR-12), with its surroundings',
      })
      .input(z.object({ workspace, id: z.string().max(60) }))
      .output(
        z.object({
          key: z.string(),
          item: recordSchema,
          project: recordSchema,
          parent: recordSchema.nullable(),
          children: z.array(recordSchema),
          labels: z.array(recordSchema),
          people: z.array(recordSchema),
          dependencies: z.array(recordSchema),
          comments: z.array(recordSchema),
        }),
      ),
  },
  activity: {
    list: oc
      .route({ method: 'GET', path: '/activity', tags: ['member'], summary: 'What changed, newest first' })
      .input(
        z.object({ workspace, record: z.string().optional(), project: z.string().optional(), cursor, limit }),
      )
      .output(z.object({ events: z.array(eventSchema), cursor: z.string().nullable() })),
  },
  search: {
    query: oc
      .route({
        method: 'GET',
        path: '/search',
        tags: ['member'],
        summary: 'Full-text search over what I may see',
      })
      .input(
        z.object({
          workspace,
          q: z.string().max(400),
          limit: z.coerce.number().int().min(1).max(50).default(20),
        }),
      )
      .output(
        z.object({
          hits: z.array(
            z.object({
              record: recordSchema,
              subject: recordSchema
                .nullable()
                .describe('What it hangs on, such as the work item of a comment.'),
              title: snippetSchema,
              body: snippetSchema.nullable(),
            }),
          ),
        }),
      ),
  },
  digests: {
    read: oc
      .route({
        method: 'GET',
        path: '/digests',
        tags: ['member'],
        summary: 'Digests of a scope by ranges of ids, to compare what one holds',
      })
      .input(
        z.object({
          workspace,
          scope: z.string().max(200),
          ranges: z.coerce.number().int().min(1).max(256).default(1).describe('How many: a power of two.'),
        }),
      )
      .output(
        z.object({
          position: z.number().int().describe('Everything is as of this position of the log.'),
          count: z.number().int().describe('Of the records in the scope.'),
          ranges: z
            .array(z.string())
            .describe(
              '16 hexadecimal digits each; an id is in the range of its last byte modulo their number.',
            ),
        }),
      ),
  },
  commands: {
    sync: oc
      .route({
        method: 'POST',
        path: '/sync',
        tags: ['member'],
        summary: 'Commands in a batch: same ids, same outcomes as over the socket',
      })
      .input(
        z.object({
          workspace,
          person: z
            .string()
            .optional()
            .describe('Who queued the commands; when the session is somebody else, nothing is taken.'),
          commands: z
            .array(
              z.object({
                id: z.string(),
                name: z.string(),
                recordId: z.string(),
                baseVersion: z.number().int().min(0),
                ownVersions: z.array(z.number().int()).max(1000).optional(),
                input: z.record(z.string(), z.json()),
                issuedAt: z.string(),
                cause: z.string().max(200).optional(),
              }),
            )
            .min(1)
            .max(200),
        }),
      )
      .output(z.object({ outcomes: z.array(z.object({ commandId: z.string(), outcome: outcomeSchema })) })),
    undoCause: oc
      .route({
        method: 'POST',
        path: '/undo',
        tags: ['member'],
        summary: 'Undo everything that has one cause',
      })
      .input(z.object({ workspace, cause: z.string().max(200) }))
      .output(
        z.object({
          undone: z.number().int(),
          kept: z.array(z.object({ recordId: z.string(), reason: z.string() })),
        }),
      ),
  },
  imports: {
    list: oc
      .route({
        method: 'GET',
        path: '/imports',
        tags: ['member'],
        summary: 'Imports since the server started',
      })
      .input(z.object({ workspace }))
      .output(z.object({ imports: z.array(importJobSchema) })),
    get: oc
      .route({ method: 'GET', path: '/imports/{id}', tags: ['member'], summary: 'How far an import is' })
      .input(z.object({ workspace, id: z.string() }))
      .output(importJobSchema),
    run: oc
      .route({
        method: 'POST',
        path: '/imports/{id}/run',
        tags: ['member'],
        summary: 'Import a file that was tried out, or go on with one that stopped',
      })
      .input(z.object({ workspace, id: z.string() }))
      .output(importJobSchema),
    undo: oc
      .route({
        method: 'POST',
        path: '/imports/{id}/undo',
        tags: ['member'],
        summary: 'Take a whole import back',
      })
      .input(z.object({ workspace, id: z.string() }))
      .output(importJobSchema),
  },
  ...historyContract,
};
