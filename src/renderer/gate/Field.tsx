import type { ReactNode } from 'react';
import { FieldError, Input, Label, Text, TextArea, TextField } from 'react-aria-components';

/** A labelled field with what it is for below it, or what is wrong with it. */
export function Field(props: {
  label: string;
  name: string;
  value: string;
  onChange: (value: string) => void;
  type?: 'text' | 'password';
  rows?: number;
  note?: ReactNode;
  problem?: string | null;
  maxLength: number;
  autoFocus?: boolean;
  autoComplete?: string;
  className?: string;
}) {
  const { rows, problem = null, note } = props;
  return (
    <TextField
      className="form-field"
      name={props.name}
      type={props.type ?? 'text'}
      value={props.value}
      onChange={props.onChange}
      isInvalid={problem !== null}
      validationBehavior="aria"
      autoFocus={props.autoFocus ?? false}
      autoComplete={props.autoComplete ?? 'off'}
      spellCheck="false"
      maxLength={props.maxLength}
    >
      <Label className="field-label">{props.label}</Label>
      {rows === undefined ? (
        <Input className={`field ${props.className ?? ''}`} />
      ) : (
        <TextArea className="field" rows={rows} />
      )}
      {problem === null && note !== undefined && (
        <Text slot="description" className="dialog-note">
          {note}
        </Text>
      )}
      <FieldError className="form-problem">{problem}</FieldError>
    </TextField>
  );
}

/** Puts the focus into a field of a form by its name. */
export function focusField(form: HTMLFormElement, name: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLElement) field.focus();
}
