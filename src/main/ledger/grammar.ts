/**
 * What a schema's values look like in canonical JSON, as one regular expression. To test a text against it
 * takes a tenth of the time of parsing it, checking it and writing it again. It is narrower than the schema:
 * a text that does not match (one with an escaped character, say) is checked the long way.
 */
import { z } from 'zod';

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** Characters that stand for themselves and are one UTF-16 unit, as schemas count them. */
const PLAIN = String.raw`[^"\\\u0000-\u001f\ud800-\udfff]`;

/** Whole numbers that have one spelling. */
const MOST_DIGITS = 14;

/** A schema's pattern, and which of its groups captures which property. */
export interface Pattern {
  regexp: RegExp;
  groups: Readonly<Record<string, number>>;
}

/**
 * @param captured names of properties whose text is captured, at whatever depth
 * @throws where the schema uses what has no pattern here
 */
export function patternOf(schema: z.ZodType, captured: readonly string[] = []): Pattern {
  const groups: Record<string, number> = {};
  let last = 0;
  const capture: Capture = (name, value) => {
    if (!captured.includes(name)) return value();
    groups[name] = last += 1;
    return `(${value()})`;
  };
  return { regexp: new RegExp(`^${source(z.toJSONSchema(schema), capture)}$`), groups };
}

/** Wraps the pattern of a property's value in a group where it is to be captured. */
type Capture = (name: string, value: () => string) => string;

function source(schema: JsonSchema, capture: Capture): string {
  if (schema.anyOf) return `(?:${schema.anyOf.map((one) => source(one, capture)).join('|')})`;
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum) return `(?:${schema.enum.map(literal).join('|')})`;
  switch (schema.type) {
    case 'null':
      return 'null';
    case 'boolean':
      return '(?:true|false)';
    case 'integer':
      return `(?:${schema.minimum === 0 ? '0|' : ''}[1-9][0-9]{0,${MOST_DIGITS}})`;
    case 'number':
      // Only shares, 0 to 1. Whether its digits are the shortest of its value, the caller asks: it is captured.
      return String.raw`(?:[01]|0\.[0-9]{1,20})`;
    case 'string':
      return `"${text(schema)}"`;
    case 'array':
      return array(source(schema.items as JsonSchema, capture), schema.maxItems);
    case 'object':
      return object(schema, capture);
    default:
      throw new Error(`no pattern for ${JSON.stringify(schema)}`);
  }
}

function text({ pattern, minLength = 0, maxLength }: JsonSchema): string {
  // The patterns of our schemas admit no character that JSON escapes.
  if (pattern !== undefined) return `(?:${pattern.replace(/^\^|\$$/g, '')})`;
  return `${PLAIN}{${minLength},${maxLength ?? ''}}`;
}

function array(item: string, maxItems: number | undefined): string {
  return String.raw`\[(?:${item}(?:,${item}){0,${maxItems === undefined ? '' : maxItems - 1}})?\]`;
}

/** Properties in their canonical order. */
function object({ properties = {}, required = [] }: JsonSchema, capture: Capture): string {
  const names = Object.keys(properties).sort();
  const isFirstThere = required.includes(names[0] ?? '');
  const parts = names.map((name, at) => {
    const property = `"${name}":${capture(name, () => source(properties[name] as JsonSchema, capture))}`;
    // Where any may be the first, each is followed by another or by the end.
    const joined = isFirstThere
      ? `${at === 0 ? '' : ','}${property}`
      : String.raw`${property}(?:,(?!\})|(?=\}))`;
    return required.includes(name) ? joined : `(?:${joined})?`;
  });
  return String.raw`\{${parts.join('')}\}`;
}

function literal(value: unknown): string {
  return JSON.stringify(value).replace(/[^A-Za-z0-9_"]/g, String.raw`\$&`);
}
