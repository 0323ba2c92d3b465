import { z } from 'zod';

/** The languages of the interface. */
export const InterfaceLanguage = z.enum(['en', 'es', 'de']);
export type InterfaceLanguage = z.infer<typeof InterfaceLanguage>;
