import { z } from 'zod';

// Only what is read, and as lenient as real archives need: deleted accounts are null, empty or missing.
const login = z.string().trim().max(100).nullish();
const instant = z.iso.datetime({ offset: true });
const text = z.string().nullish();

const commentSchema = z.object({
  author: login,
  body: text,
  createdAt: instant,
  updatedAt: instant.nullish(),
});

const workSchema = z.object({
  number: z.number().int().positive(),
  title: z.string(),
  url: z.string().max(500).nullish(),
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  author: login,
  assignees: z.array(z.string().max(100)).max(100).nullish(),
  labels: z.array(z.string().max(200)).max(200).nullish(),
  body: text,
  createdAt: instant,
  updatedAt: instant.nullish(),
  closedAt: instant.nullish(),
  comments: z.array(commentSchema).nullish(),
});

export const labelSchema = z.object({
  name: z.string().min(1).max(200),
  color: z.string().max(20).nullish(),
  description: z.string().nullish(),
});

export const issueSchema = workSchema;

export const pullSchema = workSchema.extend({
  mergedAt: instant.nullish(),
  mergedBy: login,
  reviews: z
    .array(
      commentSchema.omit({ createdAt: true }).extend({
        state: z.string().max(40).nullish(),
        createdAt: instant,
        comments: z
          .array(commentSchema.extend({ path: z.string().max(1000).nullish(), diffHunk: text }))
          .nullish(),
      }),
    )
    .nullish(),
});

export type ArchiveLabel = z.infer<typeof labelSchema>;
export type ArchiveIssue = z.infer<typeof issueSchema>;
export type ArchivePull = z.infer<typeof pullSchema>;
export type ArchiveComment = z.infer<typeof commentSchema>;
