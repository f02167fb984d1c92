import type { ComponentProps, ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { classNames } from './class-names.ts';
import { rehypeReferences } from './references.ts';

export interface MarkdownProps {
  children: string;
  /** What stands for `@handle`; without it, the handle in bold. */
  mention?: (handle: string) => ReactNode;
  /** What stands for a work item key; without it, the key as text. */
  reference?: (key: string) => ReactNode;
  /** `note` for comments (13), `document` for reading at length (15). */
  size?: 'note' | 'document';
  className?: string;
}

/** Markdown as people write it; raw HTML stays text, and links leave without a referrer. */
export function Markdown({ children, mention, reference, size = 'note', className }: MarkdownProps) {
  const components: Components = {
    a: ({ node: _, ...rest }) => <Anchor mention={mention} reference={reference} {...rest} />,
    input: ({ checked }) => (
      <input type="checkbox" checked={checked} readOnly disabled aria-label={checked ? 'Done' : 'To do'} />
    ),
    // Headings inside a text stand under the page's own.
    h1: ({ children: inside }) => <h3>{inside}</h3>,
    h2: ({ children: inside }) => <h4>{inside}</h4>,
    h3: ({ children: inside }) => <h5>{inside}</h5>,
    img: ({ alt, src }) => (
      <a href={typeof src === 'string' ? src : undefined} target="_blank" rel="noreferrer noopener">
        {alt || 'Image'}
      </a>
    ),
    table: ({ children: inside }) => (
      <div className="overflow-x-auto">
        <table>{inside}</table>
      </div>
    ),
  };
  return (
    <div className={classNames(proseStyle, size === 'document' ? 'text-15' : 'text-13', className)}>
      <ReactMarkdown remarkPlugins={[remarkGfm]} rehypePlugins={[rehypeReferences]} components={components}>
        {children}
      </ReactMarkdown>
    </div>
  );
}

function Anchor({
  mention,
  reference,
  children,
  href,
  ...rest
}: ComponentProps<'a'> & Pick<MarkdownProps, 'mention' | 'reference'>) {
  const marks = rest as { 'data-mention'?: string; 'data-ref'?: string };
  if (marks['data-mention']) {
    return mention?.(marks['data-mention']) ?? <strong className="font-medium">{children}</strong>;
  }
  if (marks['data-ref']) return reference?.(marks['data-ref']) ?? <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}

/** The looks of written text; an editor of documents uses it too. */
export const proseStyle = [
  'min-w-0 break-words text-ink [&>*+*]:mt-2.5 [&>*:first-child]:mt-0',
  '[&_h3]:text-16 [&_h3]:font-semibold [&_h4]:text-14 [&_h4]:font-semibold [&_h5]:font-semibold [&>h3]:mt-5 [&>h4]:mt-4',
  '[&_a]:text-accent-ink [&_a]:underline [&_a]:decoration-accent-line [&_a]:underline-offset-2 hover:[&_a]:decoration-accent',
  '[&_ul]:list-disc [&_ol]:list-decimal [&_ul]:pl-5 [&_ol]:pl-5 [&_li]:mt-1 [&_li::marker]:text-ink-faint',
  '[&_.contains-task-list]:list-none [&_.contains-task-list]:pl-0 [&_input[type=checkbox]]:mr-1.5 [&_input[type=checkbox]]:accent-accent',
  '[&_code]:rounded-mark [&_code]:bg-sunken [&_code]:px-1 [&_code]:py-0.5 [&_code]:font-mono [&_code]:text-code',
  '[&_pre]:overflow-x-auto [&_pre]:rounded-control [&_pre]:border [&_pre]:border-line [&_pre]:bg-sunken [&_pre]:p-3 [&_pre_code]:bg-transparent [&_pre_code]:p-0',
  '[&_blockquote]:border-l-2 [&_blockquote]:border-line-strong [&_blockquote]:pl-3 [&_blockquote]:text-ink-muted',
  '[&_hr]:my-4 [&_th]:border-b [&_th]:border-line-strong [&_th]:px-2 [&_th]:py-1 [&_th]:text-left [&_th]:font-medium [&_td]:border-b [&_td]:px-2 [&_td]:py-1',
].join(' ');
