import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };

/**
 * A sentence with `{slot}` or `{slot:format}` places. One that counts something has a form for each
 * plural category of its language, chosen by the slot named in `by`.
 */
export type MessageText =
  | string
  | ({ readonly by: string; readonly other: string } & Readonly<Record<string, string>>);

/** The sentences of one language. Translations may lack reasons; those fall back to a plain one. */
export interface Messages {
  /** BCP 47. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** How the language calls itself. */
  readonly name: string;
  readonly sentences: Readonly<Record<string, MessageText>>;
}

const ALL: readonly Messages[] = [en, es, ar].map((file) => file as Messages);

/** Languages that explanations can be read in. */
export const EXPLANATION_LANGUAGES: readonly string[] = ALL.map(({ language }) => language);

/**
 * The sentences of a language.
 * @param language BCP 47; region and script are not looked at
 * @returns undefined when there is no translation
 */
export function messagesOf(language: string): Messages | undefined {
  const wanted = language.toLowerCase().split('-')[0];
  return ALL.find((messages) => messages.language === wanted);
}
