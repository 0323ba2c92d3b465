import { Fragment, useMemo, type ReactNode } from 'react';
import { lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import { t } from '../i18n/i18n.ts';

/** Texts made for it take the parser time that grows with the square of their length; longer ones are not laid out. */
const LONGEST = 40_000;

/**
 * Markdown (GFM) as React elements. Nothing in it acts: HTML is shown as it is written, a link as text
 * with its address, an image as its description.
 *
 * @param props.topLevel level of the text's main headings, 1 to 6
 */
export function Markdown(props: { text: string; topLevel: number }) {
  const { text, topLevel } = props;
  return useMemo(
    () => laidOut(text, topLevel) ?? <pre className="markdown-source">{text}</pre>,
    [text, topLevel],
  );
}

/** Null where the text is too long or nested too deeply. */
function laidOut(text: string, topLevel: number): ReactNode {
  if (text.length > LONGEST) return null;
  try {
    return elements(lexer(text), topLevel);
  } catch {
    return null;
  }
}

function elements(tokens: readonly Token[] | undefined, topLevel: number): ReactNode {
  return tokens?.map((token, at) => <Fragment key={at}>{element(token as MarkedToken, topLevel)}</Fragment>);
}

function element(token: MarkedToken, topLevel: number): ReactNode {
  const inside = (tokens: readonly Token[] | undefined) => elements(tokens, topLevel);
  switch (token.type) {
    case 'heading': {
      const Heading = `h${Math.min(6, token.depth + topLevel - 1)}` as
        'h1' | 'h2' | 'h3' | 'h4' | 'h5' | 'h6';
      return <Heading>{inside(token.tokens)}</Heading>;
    }
    case 'paragraph':
      return <p>{inside(token.tokens)}</p>;
    case 'list':
      return list(token, topLevel);
    case 'table':
      return table(token, topLevel);
    case 'blockquote':
      return <blockquote>{inside(token.tokens)}</blockquote>;
    case 'code':
      return (
        <pre>
          <code>{token.text}</code>
        </pre>
      );
    case 'hr':
      return <hr />;
    case 'strong':
      return <strong>{inside(token.tokens)}</strong>;
    case 'em':
      return <em>{inside(token.tokens)}</em>;
    case 'del':
      return <del>{inside(token.tokens)}</del>;
    case 'codespan':
      return <code>{token.text}</code>;
    case 'br':
      return <br />;
    case 'checkbox':
      return token.checked ? '☑ ' : '☐ ';
    case 'link':
      return token.text === token.href ? (
        token.href
      ) : (
        <>
          {inside(token.tokens)} ({token.href})
        </>
      );
    case 'text':
      return token.tokens ? inside(token.tokens) : token.text;
    case 'image':
    case 'escape':
    case 'html':
      return token.text;
    default:
      // Blank lines, and definitions that links were already resolved with.
      return null;
  }
}

function list({ ordered, start, items }: Tokens.List, topLevel: number): ReactNode {
  const entries = items.map((item, at) => <li key={at}>{elements(item.tokens, topLevel)}</li>);
  return ordered ? <ol start={start === '' ? 1 : start}>{entries}</ol> : <ul>{entries}</ul>;
}

function table({ header, rows }: Tokens.Table, topLevel: number): ReactNode {
  const heading = header
    .map(({ text }) => text)
    .filter(Boolean)
    .join(', ');
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label={t('app.table', { heading })}>
      <table className="table">
        <thead>
          <tr>
            {header.map(({ tokens, align }, at) => {
              // A corner without a name heads nothing.
              const Cell = tokens.length > 0 ? 'th' : 'td';
              return (
                <Cell key={at} data-align={align ?? undefined}>
                  {elements(tokens, topLevel)}
                </Cell>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map(({ tokens, align }, at) => (
                <td key={at} data-align={align ?? undefined}>
                  {elements(tokens, topLevel)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
