/**
 * Reasons that stand inside a refusal, as in "Line 3 of FILE does not fit a table of HCC: REASON.": by the
 * English clause with its values as {{1}}, {{2}} …, the Spanish and the German one.
 */
export const refusalReasons: Readonly<Record<string, readonly [es: string, de: string]>> = {
  // catalog: files of a release
  'there is no column {{1}}': ['no hay una columna {{1}}', 'Es gibt keine Spalte {{1}}'],
  'there is no column POAexemptCode': [
    'no hay una columna POAexemptCode',
    'Es gibt keine Spalte POAexemptCode',
  ],
  'it has {{1}} columns instead of {{2}}': [
    'tiene {{1}} columnas en lugar de {{2}}',
    'Sie hat {{1}} Spalten statt {{2}}',
  ],
  '"{{1}}" is no code': ['«{{1}}» no es un código', '„{{1}}“ ist kein Code'],
  'its columns are not where the format puts them': [
    'sus columnas no están donde las pone el formato',
    'Die Spalten stehen nicht, wo das Format sie vorsieht',
  ],
  'a "Revise from" and the "Revise to" of its code do not follow each other': [
    'un «Revise from» y el «Revise to» de su código no van seguidos',
    '„Revise from“ und „Revise to“ eines Codes folgen nicht aufeinander',
  ],
  'a "Revise from" has no "Revise to"': [
    'un «Revise from» no tiene su «Revise to»',
    'Zu einem „Revise from“ fehlt das „Revise to“',
  ],
  'its number is {{1}} instead of {{2}}': [
    'su número es {{1}} en lugar de {{2}}',
    'Die Nummer ist {{1}} statt {{2}}',
  ],
  '{{1}} is no code of {{2}}': ['{{1}} no es un código de {{2}}', '{{1}} ist kein Code von {{2}}'],
  'the code {{1}} stands there twice': [
    'el código {{1}} aparece dos veces',
    'Der Code {{1}} steht dort zweimal',
  ],
  'the columns are not those of a rolled index': [
    'las columnas no son las de un índice actualizado',
    'Die Spalten sind nicht die eines fortgeschriebenen Index',
  ],
  'a column is missing': ['falta una columna', 'Eine Spalte fehlt'],
  '"{{1}}" is no kind of target': ['«{{1}}» no es un tipo de destino', '„{{1}}“ ist keine Art von Ziel'],
  'the path has more than {{1}} lines': [
    'la ruta tiene más de {{1}} líneas',
    'Der Pfad hat mehr als {{1}} Zeilen',
  ],
  '"{{1}}" is no release': ['«{{1}}» no es una edición', '„{{1}}“ ist keine Ausgabe'],
  'it has no rows': ['no tiene filas', 'Sie hat keine Zeilen'],
  // catalog: XML and ClaML
  'it declares entities of its own': ['declara entidades propias', 'Sie erklärt eigene Entitäten'],
  'elements nest deeper than {{1}}': [
    'los elementos se anidan a más de {{1}} niveles',
    'Elemente sind tiefer als {{1}} Ebenen verschachtelt',
  ],
  'it is empty': ['está vacío', 'Sie ist leer'],
  'it begins with <{{1}}>': ['empieza con <{{1}}>', 'Sie beginnt mit <{{1}}>'],
  'it holds changes to an index, not an index': [
    'contiene cambios de un índice, no un índice',
    'Sie enthält Änderungen an einem Index, keinen Index',
  ],
  'it has a term without a title in line {{1}}': [
    'tiene un término sin título en la línea {{1}}',
    'In Zeile {{1}} steht ein Begriff ohne Titel',
  ],
  'it has no terms': ['no tiene términos', 'Sie hat keine Begriffe'],
  'it begins with {{1}}, not with ClaML': [
    'empieza con {{1}}, no con ClaML',
    'Sie beginnt mit {{1}}, nicht mit ClaML',
  ],
  'it has no class that is a code': [
    'no tiene ninguna clase que sea un código',
    'Keine ihrer Klassen ist ein Code',
  ],
  '{{1}} has no {{2}}': ['a {{1}} le falta {{2}}', '{{1}} hat kein {{2}}'],
  '{{1}} is defined again, first in line {{2}}': [
    '{{1}} se define otra vez; la primera, en la línea {{2}}',
    '{{1}} wird noch einmal festgelegt, zuerst in Zeile {{2}}',
  ],
  'its class {{1}} is of modifier {{2}}, which is not defined': [
    'su clase {{1}} es del modificador {{2}}, que no está definido',
    'Die Klasse {{1}} gehört zum Modifikator {{2}}, den es nicht gibt',
  ],
  '{{1}} is defined again in modifier {{2}}': [
    '{{1}} se define otra vez en el modificador {{2}}',
    '{{1}} wird im Modifikator {{2}} noch einmal festgelegt',
  ],
  '{{1}} of modifier {{2}} does not continue {{3}} above it': [
    '{{1}} del modificador {{2}} no continúa {{3}}, que está encima',
    '{{1}} des Modifikators {{2}} setzt {{3}} darüber nicht fort',
  ],
  'modifier {{1}} has no classes': [
    'el modificador {{1}} no tiene clases',
    'Der Modifikator {{1}} hat keine Klassen',
  ],
  '{{1}} is modified by {{2}}, which is not defined': [
    '{{1}} está modificado por {{2}}, que no está definido',
    '{{1}} wird von {{2}} modifiziert, das es nicht gibt',
  ],
  'it has no Title': ['no tiene Title', 'Sie hat keinen Title'],
  'its Title is empty': ['su Title está vacío', 'Ihr Title ist leer'],
  'its Title states no version': ['su Title no indica la versión', 'Ihr Title nennt keine Version'],
  'its Title has a name without letters, {{1}}': [
    'su Title tiene un nombre sin letras, {{1}}',
    'Ihr Title hat einen Namen ohne Buchstaben, {{1}}',
  ],
  'its Title states neither a year nor a date': [
    'su Title no indica ni año ni fecha',
    'Ihr Title nennt weder Jahr noch Datum',
  ],
  // search and model packs
  'the file cannot be read': ['el archivo no se puede leer', 'Die Datei ist nicht lesbar'],
  'this is another format': ['es otro formato', 'Es ist ein anderes Format'],
  'it has not the length that it tells': [
    'no tiene la longitud que indica',
    'Sie hat nicht die Länge, die sie angibt',
  ],
  '{{1}} has no threshold for "{{2}}"': [
    '{{1}} no tiene umbral para «{{2}}»',
    '{{1}} hat keinen Schwellenwert für „{{2}}“',
  ],
  'its manifest does not list {{1}}': [
    'su manifiesto no incluye {{1}}',
    'Das Manifest führt {{1}} nicht auf',
  ],
  '{{1}} is missing': ['falta {{1}}', '{{1}} fehlt'],
  '{{1}} has {{2}} bytes instead of {{3}}': [
    '{{1}} tiene {{2}} bytes en lugar de {{3}}',
    '{{1}} hat {{2}} Bytes statt {{3}}',
  ],
  "{{1}} was changed: its SHA-256 is not the manifest's": [
    '{{1}} se modificó: su SHA-256 no es el del manifiesto',
    '{{1}} wurde geändert: der SHA-256-Wert ist nicht der des Manifests',
  ],
  'labels.tsv has {{1}} labels of {{2}} instead of {{3}}': [
    'labels.tsv tiene {{1}} etiquetas de {{2}} en lugar de {{3}}',
    'labels.tsv hat {{1}} Labels von {{2}} statt {{3}}',
  ],
  'labels.tsv has a label of {{1}}, which the manifest does not name': [
    'labels.tsv tiene una etiqueta de {{1}}, que el manifiesto no nombra',
    'labels.tsv hat ein Label von {{1}}, das im Manifest nicht vorkommt',
  ],
  // the execution provider
  'no other provider is offered': [
    'no se ofrece otro proveedor',
    'Es wird keine andere Ausführungsumgebung angeboten',
  ],
  'no faster provider is usable': [
    'no se puede usar ningún proveedor más rápido',
    'Keine schnellere Ausführungsumgebung ist nutzbar',
  ],
  'agrees with the CPU and is {{1}} times as fast': [
    'coincide con la CPU y es {{1}} veces más rápido',
    'stimmt mit der CPU überein und ist {{1}}-mal so schnell',
  ],
  "its result differs from the CPU's (by {{1}} %)": [
    'su resultado difiere del de la CPU (en un {{1}} %)',
    'Das Ergebnis weicht von dem der CPU ab (um {{1}} %)',
  ],
  'slower than the CPU here': ['más lento que la CPU en este equipo', 'hier langsamer als die CPU'],
  'could not be started ({{1}})': ['no se pudo iniciar ({{1}})', 'ließ sich nicht starten ({{1}})'],
  'the CUDA libraries are not installed': [
    'las bibliotecas CUDA no están instaladas',
    'Die CUDA-Bibliotheken sind nicht installiert',
  ],
  'this machine has no graphics device': [
    'este equipo no tiene dispositivo gráfico',
    'Dieser Rechner hat keine Grafikeinheit',
  ],
};
