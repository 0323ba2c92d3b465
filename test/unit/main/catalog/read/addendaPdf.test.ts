import { describe, expect, it } from 'vitest';
import { readAddenda, type Addenda } from '../../../../../src/main/catalog/read/addendaPdf.ts';
import { UserError } from '../../../../../src/main/errors.ts';
import { makePdf } from '../../../../fixtures/makePdf.ts';
import { addendaPdf } from './addendaPdfs.ts';

async function read(text: string, title = '2024 Addenda'): Promise<Addenda> {
  return readAddenda(await addendaPdf(title, text), 'a.pdf');
}

/** The lines as "page action is owner: text". */
async function lines(text: string): Promise<string[]> {
  return (await read(text)).lines.map(
    (line) => `${line.page} ${line.action} ${line.is} ${line.owner}: ${line.text}`,
  );
}

describe('readAddenda', () => {
  it('knows of which release they are', async () => {
    expect((await read('Add|Chapter 1')).release).toBe('FY2024');
    expect((await read('Add|Chapter 1', '2022 Addenda April Update')).release).toBe('FY2022-Apr');
    expect((await read('Add|Chapter 1', 'April 1, 2027 Addenda')).release).toBe('FY2027-Apr');
  });

  it('understands titles by their place', async () => {
    expect(
      await lines(`
No Change|Chapter 17
Revise from|Malformations (Q00-Q99)
Revise to|Malformations and genetic disorders, with a title too long for one line (Q00-
|QA0)
No Change|This chapter contains the following blocks:
Add|    QA0 Genetic disorders
Add|Genetic disorders (QA0)
Add|QA0 Disorders of
|     genes
Add|    CD4 gene disorder
Add|    QA0.01 Disorder
No Change|Burns (T20-T25)
Add|    T20.0 Burn of head`),
    ).toEqual([
      '1 No Change chapter CH17: ',
      '1 Revise from chapter CH17: Malformations (Q00-Q99)',
      '1 Revise to chapter CH17: Malformations and genetic disorders, with a title too long for one line (Q00-QA0)',
      '1 No Change listedBlock CH17: ',
      '1 Add listedBlock CH17: QA0 Genetic disorders',
      '1 Add block QA0-QA0: Genetic disorders (QA0)',
      '1 Add code QA0: Disorders of genes',
      '1 Add inclusionTerm QA0: CD4 gene disorder',
      '1 Add code QA0.01: Disorder',
      '1 No Change block T20-T25: Burns (T20-T25)',
      '1 Add code T20.0: Burn of head',
    ]);
  });

  it('knows what a note is by the heading that it stands at or below', async () => {
    expect(
      await lines(`
No Change|A40 Sepsis
Add|    An inclusion term
Add|    Includes: included
No Change|    Code first
Delete|          old (A41)
Add|          , if applicable, new (A42)
Add|    Use Additional code, if applicable, to identify:
Add|          resistance (Z16.-)
Add|    Codes also, if applicable, more
Add|    Excludes1: one
Add|               two
Add|    Excludes 2: three
Add|    Excludes:2: four
Add|    Note: Not for use
Add|    The appropriate 7th character is to be added
Add|       A initial encounter
Add|    Another inclusion term
Add|Nothing known`),
    ).toEqual([
      '1 No Change code A40: Sepsis',
      '1 Add inclusionTerm A40: An inclusion term',
      '1 Add includes A40: included',
      '1 No Change codeFirst A40: ',
      '1 Delete codeFirst A40: old (A41)',
      '1 Add codeFirst A40: , if applicable, new (A42)',
      '1 Add useAdditional A40: code, if applicable, to identify:',
      '1 Add useAdditional A40: resistance (Z16.-)',
      '1 Add codeAlso A40: , if applicable, more',
      '1 Add excludes1 A40: one',
      '1 Add excludes1 A40: two',
      '1 Add excludes2 A40: three',
      '1 Add excludes2 A40: four',
      '1 Add note A40: Not for use',
      '1 Add sevenChr A40: The appropriate 7th character is to be added',
      '1 Add seventh A40: A initial encounter',
      '1 Add inclusionTerm A40: Another inclusion term',
      '1 Add unknown A40: Nothing known',
    ]);
  });

  it('goes on over a page break, within a list and within a line', async () => {
    const many = Array.from({ length: 38 }, (_, index) => `Add|          line ${index}`).join('\n');
    const read = await lines(
      `No Change|A40 Sepsis\n${many}\nAdd|    Excludes1: a line that\n|   is cut\nAdd|        next`,
    );
    expect(read.slice(-2)).toEqual(['1 Add excludes1 A40: a line that is cut', '2 Add excludes1 A40: next']);
  });

  it('leaves running titles and page numbers out, and takes no unheard-of action for words', async () => {
    expect(
      await lines(`
No Change|A40 Sepsis
Add|    Of the
|                               2024 Addenda
|                               Page 3 of 5
|       blood
Moved to|    Elsewhere`),
    ).toEqual([
      '1 No Change code A40: Sepsis',
      '1 Add inclusionTerm A40: Of the blood',
      '1 No Change unknown A40: Elsewhere',
    ]);
  });

  it('puts wrapped words together as they were', async () => {
    expect(
      await lines(`
No Change|I69 Sequelae
Add|    Wandering, exit-
|       seeking
Add|    Sequelae (I69.01-
|       I69.11-)`),
    ).toEqual([
      '1 No Change code I69: Sequelae',
      '1 Add inclusionTerm I69: Wandering, exit-seeking',
      '1 Add inclusionTerm I69: Sequelae (I69.01- I69.11-)',
    ]);
  });

  it.each([
    ['no PDF', () => Promise.resolve(Buffer.from('%PDF-1.4 broken'))],
    ['another document', () => makePdf((doc) => doc.text('ICD-10-CM INDEX to DISEASES 2026 Addenda'))],
    ['a title alone', () => addendaPdf('2026 Addenda', '')],
    ['no text', () => makePdf(() => undefined)],
  ])('refuses %s, naming the file', async (_, make) => {
    const error: unknown = await readAddenda(await make(), 'odd.pdf').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain('odd.pdf');
    expect((error as UserError).remedy).not.toBe('');
  });
});
