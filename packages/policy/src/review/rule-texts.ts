import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ShieldError } from '@hrd-shield/contracts';
import { parse } from 'yaml';
import { z } from 'zod';

/** Where the reviewed rule files of this version lie. */
export const RULES_FOLDER = fileURLToPath(new URL('../../rules', import.meta.url));

const Breaks = z.record(
  z.string(),
  z.array(z.strictObject({ at: z.string().min(1), less: z.string(), more: z.string() })),
);

const Reviews = z.strictObject({
  reviewEveryDays: z.number().positive(),
  files: z.array(
    z.strictObject({
      file: z.string().min(1),
      owner: z.string().min(1),
      reviewed: z.iso.date(),
      source: z.string().min(1),
    }),
  ),
});
export type Review = z.infer<typeof Reviews>['files'][number];

/** What happens when a number moves. */
export interface Break {
  readonly less: string;
  readonly more: string;
}

/** What the companion files say of the others. */
export interface RuleTexts {
  readonly reviewEveryDays: number;
  breakOf(file: string, path: string): Break | undefined;
  reviewOf(file: string): Review | undefined;
}

/**
 * Reads `breaks.yaml` and `reviews.yaml`.
 * @throws ShieldError `config.invalid`
 */
export function loadRuleTexts(folder: string = RULES_FOLDER): RuleTexts {
  const breaks = Object.entries(readAs(Breaks, folder, 'breaks.yaml')).map(([file, texts]) => ({
    file: pattern(file),
    texts: texts.map((text) => ({ ...text, at: pattern(text.at) })),
  }));
  const { reviewEveryDays, files } = readAs(Reviews, folder, 'reviews.yaml');
  const reviews = files.map((review) => ({ review, file: pattern(review.file) }));
  return {
    reviewEveryDays,
    breakOf: (file, path) =>
      breaks
        .filter((one) => one.file.test(file))
        .flatMap(({ texts }) => texts)
        .find(({ at }) => at.test(path)),
    reviewOf: (file) => reviews.find((one) => one.file.test(file))?.review,
  };
}

/** Names of the rule files of a folder, with those of its folders, in order. */
export function ruleFilesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => name.endsWith('.yaml'))
      .sort();
  } catch (cause) {
    throw new ShieldError('config.invalid', { detail: 'the rule folder cannot be read', cause });
  }
}

/** `*` stands for one name or a part of it, `**` for any number of names. */
function pattern(text: string): RegExp {
  const escaped = text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  const open = escaped.replaceAll('**', '\u0000').replaceAll('*', '[^./]*');
  return new RegExp(`^${open.replaceAll('\u0000\\.', '(?:.*\\.)?').replaceAll('\u0000', '.*')}$`);
}

function readAs<T>(schema: z.ZodType<T>, folder: string, name: string): T {
  let value: unknown;
  try {
    value = parse(readFileSync(join(folder, name), 'utf8'));
  } catch (cause) {
    throw new ShieldError('config.invalid', { detail: `${name} cannot be read`, cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ShieldError('config.invalid', { detail: `${name}: ${z.prettifyError(parsed.error)}` });
}
