/** What may not be recorded, as a clause that a reason follows. */
const notRecorded: readonly (readonly [en: string, es: string, de: string])[] = [
  [
    'The checkpoint was not recorded',
    'El punto de control no se registró',
    'Der Prüfpunkt wurde nicht festgehalten',
  ],
  ['This step was not recorded', 'Este paso no se registró', 'Dieser Schritt wurde nicht festgehalten'],
  [
    'This group of decisions was not recorded',
    'Este grupo de decisiones no se registró',
    'Diese Gruppe von Entscheidungen wurde nicht festgehalten',
  ],
  [
    'The decision on {{1}} was not recorded',
    'La decisión sobre {{1}} no se registró',
    'Die Entscheidung zu {{1}} wurde nicht festgehalten',
  ],
  ['The chart was not recorded', 'La historia no se guardó', 'Die Akte wurde nicht gespeichert'],
  ['The header was not recorded', 'La cabecera no se guardó', 'Die Kopfdaten wurden nicht gespeichert'],
  [
    'The reading was not recorded',
    'La lectura no se guardó',
    'Das Ergebnis des Lesens wurde nicht gespeichert',
  ],
  ['The time was not recorded', 'El tiempo no se guardó', 'Die Zeit wurde nicht gespeichert'],
];

/** Why not. */
const obstacles: readonly (readonly [en: string, es: string, de: string])[] = [
  ['the disk is full', 'el disco está lleno', 'Der Datenträger ist voll'],
  [
    'the data folder cannot be written',
    'no se puede escribir en la carpeta de datos',
    'In den Datenordner kann nicht geschrieben werden',
  ],
  [
    'another program keeps the file locked',
    'otro programa tiene el archivo bloqueado',
    'Ein anderes Programm hält die Datei gesperrt',
  ],
  ['the disk reported an error', 'el disco comunicó un error', 'Der Datenträger hat einen Fehler gemeldet'],
  ['the file is damaged', 'el archivo está dañado', 'Die Datei ist beschädigt'],
];

/** By the English text with its values as {{1}}, {{2}} …: the Spanish and the German one. */
export const spanishAndGerman: Readonly<Record<string, readonly [es: string, de: string]>> = {
  // catalog: the installed code books
  'The index has no such entry.': [
    'El índice no tiene esa entrada.',
    'Der Index hat keinen solchen Eintrag.',
  ],
  'Look the term up again.': ['Busque el término de nuevo.', 'Schlagen Sie den Begriff erneut nach.'],
  '{{1}} is not in {{2}} {{3}}.': ['{{1}} no está en {{2}} {{3}}.', '{{1}} steht nicht in {{2}} {{3}}.'],
  'Search for the code.': ['Busque el código.', 'Suchen Sie den Code.'],
  '{{1}} {{2}} is not installed.': ['{{1}} {{2}} no está instalada.', '{{1}} {{2}} ist nicht installiert.'],
  'Install the release, or choose one of those that "rubricator catalog list" names.': [
    'Instale la edición o elija una de las que muestra «rubricator catalog list».',
    'Installieren Sie die Ausgabe oder wählen Sie eine, die „rubricator catalog list“ nennt.',
  ],
  'No release of {{1}} is installed.': [
    'No hay ninguna edición de {{1}} instalada.',
    'Keine Ausgabe von {{1}} ist installiert.',
  ],
  'Install one with "rubricator catalog build" or under Settings, Code books.': [
    'Instale una con «rubricator catalog build» o en Ajustes, Libros de códigos.',
    'Installieren Sie eine mit „rubricator catalog build“ oder unter Einstellungen, Codebücher.',
  ],
  'The folder of the installed releases, {{1}}, cannot be written.': [
    'No se puede escribir en la carpeta de las ediciones instaladas, {{1}}.',
    'In den Ordner der installierten Ausgaben, {{1}}, kann nicht geschrieben werden.',
  ],
  'Get write permission for the data folder, or set RUBRICATOR_HOME to another.': [
    'Obtenga permiso de escritura en la carpeta de datos o indique otra en RUBRICATOR_HOME.',
    'Besorgen Sie sich Schreibrechte für den Datenordner oder geben Sie mit RUBRICATOR_HOME einen anderen an.',
  ],
  '{{1}} {{2}} is installed already, and these files lack what it has: {{3}}.': [
    '{{1}} {{2}} ya está instalada, y a estos archivos les falta lo que ella tiene: {{3}}.',
    '{{1}} {{2}} ist schon installiert, und diesen Dateien fehlt, was sie hat: {{3}}.',
  ],
  'Give all files of the release together, or write the pack elsewhere with --out.': [
    'Indique juntos todos los archivos de la edición o escriba el paquete en otro lugar con --out.',
    'Geben Sie alle Dateien der Ausgabe zusammen an oder schreiben Sie das Paket mit --out an einen anderen Ort.',
  ],
  'Choose an installed release.': ['Elija una edición instalada.', 'Wählen Sie eine installierte Ausgabe.'],
  '{{1}} {{2}} came with Rubricator and cannot be removed.': [
    '{{1}} {{2}} venía con Rubricator y no se puede quitar.',
    '{{1}} {{2}} wurde mit Rubricator geliefert und kann nicht entfernt werden.',
  ],
  'Only releases that were installed here can be.': [
    'Solo se pueden quitar las ediciones instaladas aquí.',
    'Nur hier installierte Ausgaben können entfernt werden.',
  ],
  'The catalogue pack {{1}} has format {{2}}; this version reads {{3}}.': [
    'El paquete de catálogo {{1}} tiene el formato {{2}}; esta versión lee el {{3}}.',
    'Das Katalogpaket {{1}} hat das Format {{2}}; diese Version liest {{3}}.',
  ],
  'Compile it anew with "rubricator catalog build".': [
    'Compílelo de nuevo con «rubricator catalog build».',
    'Erstellen Sie es mit „rubricator catalog build“ neu.',
  ],
  'The file {{1}} cannot be opened: it is no catalogue pack.': [
    'No se puede abrir el archivo {{1}}: no es un paquete de catálogo.',
    'Die Datei {{1}} kann nicht geöffnet werden: Sie ist kein Katalogpaket.',
  ],
  'The file {{1}} cannot be opened: it is damaged.': [
    'No se puede abrir el archivo {{1}}: está dañado.',
    'Die Datei {{1}} kann nicht geöffnet werden: Sie ist beschädigt.',
  ],
  'Choose a pack made by "rubricator catalog build".': [
    'Elija un paquete hecho con «rubricator catalog build».',
    'Wählen Sie ein mit „rubricator catalog build“ erstelltes Paket.',
  ],
  'Choose a pack made by "rubricator catalog build", or install the release again.': [
    'Elija un paquete hecho con «rubricator catalog build» o instale la edición de nuevo.',
    'Wählen Sie ein mit „rubricator catalog build“ erstelltes Paket oder installieren Sie die Ausgabe erneut.',
  ],
  'There is no file {{1}}.': ['No existe el archivo {{1}}.', 'Die Datei {{1}} gibt es nicht.'],
  'The file {{1}} cannot be opened: {{2}}.': [
    'No se puede abrir el archivo {{1}}: {{2}}.',
    'Die Datei {{1}} kann nicht geöffnet werden: {{2}}.',
  ],
  'The catalogue pack {{1}} cannot be written.': [
    'No se puede escribir el paquete de catálogo {{1}}.',
    'Das Katalogpaket {{1}} kann nicht geschrieben werden.',
  ],
  'Check that its folder is there and can be written, and that the disk is not full.': [
    'Compruebe que su carpeta existe y admite escritura, y que el disco no está lleno.',
    'Prüfen Sie, ob der Ordner vorhanden und beschreibbar und der Datenträger nicht voll ist.',
  ],
  'There are two code systems: {{1}} and {{2}}.': [
    'Hay dos sistemas de codificación: {{1}} y {{2}}.',
    'Es sind zwei Codesysteme: {{1}} und {{2}}.',
  ],
  'Give the files of one release of one code system.': [
    'Indique los archivos de una sola edición de un solo sistema de codificación.',
    'Geben Sie die Dateien einer Ausgabe eines Codesystems an.',
  ],
  'No release of a code system was found in {{1}}.': [
    'No se encontró ninguna edición de un sistema de codificación en {{1}}.',
    'In {{1}} wurde keine Ausgabe eines Codesystems gefunden.',
  ],
  'Give the folder or zip archive with the order file (icd10cm_order_YYYY.txt, icd10pcs_order_YYYY.txt) or the ClaML file, as published.':
    [
      'Indique la carpeta o el archivo zip con el archivo de orden (icd10cm_order_YYYY.txt, icd10pcs_order_YYYY.txt) o el archivo ClaML, tal como se publicó.',
      'Geben Sie den Ordner oder das ZIP-Archiv mit der Reihenfolgedatei (icd10cm_order_YYYY.txt, icd10pcs_order_YYYY.txt) oder der ClaML-Datei an, wie veröffentlicht.',
    ],
  '{{1}} is of the wrong release: {{2}} instead of {{3}}.': [
    '{{1}} es de otra edición: {{2}} en lugar de {{3}}.',
    '{{1}} gehört zur falschen Ausgabe: {{2}} statt {{3}}.',
  ],
  'Give the files of {{1}}.': ['Indique los archivos de {{1}}.', 'Geben Sie die Dateien von {{1}} an.'],
  'Nothing tells which fiscal year the order file {{1}} is for.': [
    'Nada indica de qué año fiscal es el archivo de orden {{1}}.',
    'Nichts sagt, für welches Fiskaljahr die Reihenfolgedatei {{1}} gilt.',
  ],
  'Give it the name under which it was published, with the year (icd10cm_order_2026.txt).': [
    'Póngale el nombre con que se publicó, con el año (icd10cm_order_2026.txt).',
    'Geben Sie ihr den Namen, unter dem sie veröffentlicht wurde, mit dem Jahr (icd10cm_order_2026.txt).',
  ],
  'Another release is being installed.': [
    'Se está instalando otra edición.',
    'Eine andere Ausgabe wird gerade installiert.',
  ],
  'Wait until it is done, or cancel it.': [
    'Espere a que termine o cancélela.',
    'Warten Sie, bis sie fertig ist, oder brechen Sie sie ab.',
  ],
  'The files need more memory than any release does.': [
    'Los archivos necesitan más memoria que cualquier edición.',
    'Die Dateien brauchen mehr Speicher als jede Ausgabe.',
  ],
  'Choose the files of one release as published.': [
    'Elija los archivos de una edición tal como se publicaron.',
    'Wählen Sie die Dateien einer Ausgabe, wie veröffentlicht.',
  ],

  // catalog/read: the files of a release
  '{{1}} and {{2}} are both the addenda of {{3}}.': [
    '{{1}} y {{2}} son, los dos, las adendas de {{3}}.',
    '{{1}} und {{2}} sind beide die Nachträge zu {{3}}.',
  ],
  'Leave one of them out.': ['Deje fuera uno de los dos.', 'Lassen Sie eine der beiden Dateien weg.'],
  '{{1}}: {{2}}': ['{{1}}: {{2}}', '{{1}}: {{2}}'],
  '{{1}}: The PDF has {{2}} pages; at most {{3}} are read.': [
    '{{1}}: el PDF tiene {{2}} páginas; se leen {{3}} como máximo.',
    '{{1}}: Das PDF hat {{2}} Seiten; höchstens {{3}} werden gelesen.',
  ],
  '{{1}}: The PDF has no text: its pages are pictures.': [
    '{{1}}: el PDF no tiene texto, sus páginas son imágenes.',
    '{{1}}: Das PDF hat keinen Text, die Seiten sind Bilder.',
  ],
  '{{1}}: The PDF is encrypted.': ['{{1}}: el PDF está cifrado.', '{{1}}: Das PDF ist verschlüsselt.'],
  '{{1}}: The PDF is damaged or not a PDF.': [
    '{{1}}: el PDF está dañado o no es un PDF.',
    '{{1}}: Das PDF ist beschädigt oder kein PDF.',
  ],
  'Get the file again from the ICD-10-CM release.': [
    'Obtenga el archivo de nuevo de la edición de ICD-10-CM.',
    'Holen Sie die Datei erneut aus der Ausgabe von ICD-10-CM.',
  ],
  '{{1}} is not an addenda of the Tabular List: its title is “{{2}}”.': [
    '{{1}} no es una adenda de la lista tabular: su título es «{{2}}».',
    '{{1}} ist kein Nachtrag zum Systematischen Verzeichnis: Der Titel lautet „{{2}}“.',
  ],
  'Choose the PDF icd10cm-tabular-addenda-….pdf of the ICD-10-CM release.': [
    'Elija el PDF icd10cm-tabular-addenda-….pdf de la edición de ICD-10-CM.',
    'Wählen Sie das PDF icd10cm-tabular-addenda-….pdf der Ausgabe von ICD-10-CM.',
  ],
  '{{1}} is not a usable ClaML file: line {{2}}: {{3}}.': [
    '{{1}} no es un archivo ClaML utilizable: línea {{2}}: {{3}}.',
    '{{1}} ist keine brauchbare ClaML-Datei: Zeile {{2}}: {{3}}.',
  ],
  'Get the file again from the authority that publishes the classification.': [
    'Obtenga el archivo de nuevo del organismo que publica la clasificación.',
    'Holen Sie die Datei erneut von der Stelle, die die Klassifikation herausgibt.',
  ],
  '{{1}} is in {{2}} of ClaML.': ['{{1}} está en {{2}} de ClaML.', '{{1}} ist in {{2}} von ClaML.'],
  '{{1}} is in version {{2}} of ClaML.': [
    '{{1}} está en la versión {{2}} de ClaML.',
    '{{1}} ist in Version {{2}} von ClaML.',
  ],
  '{{1}} is in an unnamed version of ClaML.': [
    '{{1}} está en una versión de ClaML sin nombre.',
    '{{1}} ist in einer ungenannten Version von ClaML.',
  ],
  'Get the classification in ClaML 2 or 3; other versions cannot be read.': [
    'Obtenga la clasificación en ClaML 2 o 3; otras versiones no se pueden leer.',
    'Besorgen Sie die Klassifikation in ClaML 2 oder 3; andere Versionen sind nicht lesbar.',
  ],
  '{{1}} is of the wrong year: the order file {{2}} is for FY{{3}}.': [
    '{{1}} es de otro año: el archivo de orden {{2}} es de FY{{3}}.',
    '{{1}} gehört zum falschen Jahr: Die Reihenfolgedatei {{2}} gilt für FY{{3}}.',
  ],
  'Take it out, or put the file of FY{{1}} in its place.': [
    'Quítelo o ponga en su lugar el archivo de FY{{1}}.',
    'Nehmen Sie sie heraus oder setzen Sie die Datei von FY{{1}} an ihre Stelle.',
  ],
  'The order file {{1}} has {{2}} headers and {{3}} codes, but {{4}} counts {{5}} and {{6}}.': [
    'El archivo de orden {{1}} tiene {{2}} categorías y {{3}} códigos, pero {{4}} cuenta {{5}} y {{6}}.',
    'Die Reihenfolgedatei {{1}} hat {{2}} Oberbegriffe und {{3}} Codes, aber {{4}} zählt {{5}} und {{6}}.',
  ],
  'One of the two is damaged or of another release. Get both again from their authority.': [
    'Uno de los dos está dañado o es de otra edición. Obtenga ambos de nuevo del organismo que los publica.',
    'Eine der beiden ist beschädigt oder gehört zu einer anderen Ausgabe. Holen Sie beide erneut vom Herausgeber.',
  ],
  '{{1}} is the Tabular List of FY{{2}}, and the tabular addenda of FY{{3}} are missing on the way to FY{{4}}.':
    [
      '{{1}} es la lista tabular de FY{{2}}, y para llegar a FY{{4}} faltan las adendas tabulares de FY{{3}}.',
      '{{1}} ist das Systematische Verzeichnis von FY{{2}}; auf dem Weg zu FY{{4}} fehlen dessen Nachträge von FY{{3}}.',
    ],
  'Add the tabular addenda of FY{{1}}, or give the Tabular List of FY{{2}}.': [
    'Añada las adendas tabulares de FY{{1}} o indique la lista tabular de FY{{2}}.',
    'Fügen Sie die Nachträge zum Systematischen Verzeichnis von FY{{1}} hinzu oder geben Sie das Systematische Verzeichnis von FY{{2}} an.',
  ],
  '{{1}} is no conversion table: its first sheet has no row with the headings {{2}}.': [
    '{{1}} no es una tabla de conversión: su primera hoja no tiene una fila con los encabezados {{2}}.',
    '{{1}} ist keine Überleitungstabelle: Das erste Blatt hat keine Zeile mit den Überschriften {{2}}.',
  ],
  'Give the conversion table as published.': [
    'Indique la tabla de conversión tal como se publicó.',
    'Geben Sie die Überleitungstabelle an, wie veröffentlicht.',
  ],
  '{{1}} is not in the encoding {{2}} that it declares.': [
    '{{1}} no está en la codificación de caracteres {{2}} que declara.',
    '{{1}} liegt nicht in der angegebenen Zeichenkodierung {{2}} vor.',
  ],
  'Get the file again from its authority, or save it as UTF-8.': [
    'Obtenga el archivo de nuevo del organismo que lo publica o guárdelo como UTF-8.',
    'Holen Sie die Datei erneut vom Herausgeber oder speichern Sie sie als UTF-8.',
  ],
  '{{1}} has more than {{2}} tags, as no file of a release has.': [
    '{{1}} tiene más de {{2}} etiquetas, como ningún archivo de una edición.',
    '{{1}} hat mehr als {{2}} Tags, so viele wie keine Datei einer Ausgabe.',
  ],
  'Get the file again from its authority and compare its size with the one published.': [
    'Obtenga el archivo de nuevo del organismo que lo publica y compare su tamaño con el publicado.',
    'Holen Sie die Datei erneut vom Herausgeber und vergleichen Sie ihre Größe mit der veröffentlichten.',
  ],
  'Line {{1}} of {{2}} does not fit a table of HCC: {{3}}.': [
    'La línea {{1}} de {{2}} no corresponde a una tabla de HCC: {{3}}.',
    'Zeile {{1}} von {{2}} passt nicht in eine HCC-Tabelle: {{3}}.',
  ],
  'Give the CSV file as it was published.': [
    'Indique el archivo CSV tal como se publicó.',
    'Geben Sie die CSV-Datei an, wie sie veröffentlicht wurde.',
  ],
  '{{1}} is not a usable index of ICD-10-CM: {{2}}.': [
    '{{1}} no es un índice de ICD-10-CM utilizable: {{2}}.',
    '{{1}} ist kein brauchbarer Index von ICD-10-CM: {{2}}.',
  ],
  'Choose the XML file of the whole index or table of one release, as published with the code lists.': [
    'Elija el archivo XML del índice o de la tabla completos de una edición, tal como se publica con las listas de códigos.',
    'Wählen Sie die XML-Datei des ganzen Index oder der ganzen Tabelle einer Ausgabe, wie mit den Codelisten veröffentlicht.',
  ],
  'Line {{1}} of {{2}} is not a row of an {{3}} order file: {{4}}.': [
    'La línea {{1}} de {{2}} no es una fila de un archivo de orden de {{3}}: {{4}}.',
    'Zeile {{1}} von {{2}} ist keine Zeile einer Reihenfolgedatei von {{3}}: {{4}}.',
  ],
  'Give the order file as published; compare its size with the one published.': [
    'Indique el archivo de orden tal como se publicó; compare su tamaño con el publicado.',
    'Geben Sie die Reihenfolgedatei an, wie veröffentlicht; vergleichen Sie ihre Größe mit der veröffentlichten.',
  ],
  'The order file {{1}} is empty.': [
    'El archivo de orden {{1}} está vacío.',
    'Die Reihenfolgedatei {{1}} ist leer.',
  ],
  'Give the order file as published.': [
    'Indique el archivo de orden tal como se publicó.',
    'Geben Sie die Reihenfolgedatei an, wie veröffentlicht.',
  ],
  'The order file {{1}} was cut off: it ends within the line of {{2}}.': [
    'El archivo de orden {{1}} está cortado: termina dentro de la línea de {{2}}.',
    'Die Reihenfolgedatei {{1}} ist abgeschnitten: Sie endet in der Zeile von {{2}}.',
  ],
  'Line {{1}} of {{2}} does not fit order addenda: {{3}}.': [
    'La línea {{1}} de {{2}} no corresponde a las adendas del archivo de orden: {{3}}.',
    'Zeile {{1}} von {{2}} passt nicht in Nachträge zur Reihenfolgedatei: {{3}}.',
  ],
  'Give the order addenda as published.': [
    'Indique las adendas del archivo de orden tal como se publicaron.',
    'Geben Sie die Nachträge zur Reihenfolgedatei an, wie veröffentlicht.',
  ],
  'Line {{1}} of {{2}} does not fit a list of POA-exempt codes: {{3}}.': [
    'La línea {{1}} de {{2}} no corresponde a una lista de códigos exentos de POA: {{3}}.',
    'Zeile {{1}} von {{2}} passt nicht in eine Liste der von POA ausgenommenen Codes: {{3}}.',
  ],
  'Give the tab-delimited list of POA-exempt codes as published.': [
    'Indique la lista de códigos exentos de POA, delimitada por tabuladores, tal como se publicó.',
    'Geben Sie die tabulatorgetrennte Liste der von POA ausgenommenen Codes an, wie veröffentlicht.',
  ],
  '{{1}}, line {{2}}: {{3}}.': ['{{1}}, línea {{2}}: {{3}}.', '{{1}}, Zeile {{2}}: {{3}}.'],
  'Get the file again from where it came from.': [
    'Obtenga el archivo de nuevo de donde procede.',
    'Holen Sie die Datei erneut dort, woher sie stammt.',
  ],
  '{{1}} cannot be read: {{2}}.': [
    'No se puede leer {{1}}: {{2}}.',
    '{{1}} kann nicht gelesen werden: {{2}}.',
  ],
  '{{1}} cannot be read: it is not there.': [
    'No se puede leer {{1}}: no existe.',
    '{{1}} kann nicht gelesen werden: nicht vorhanden.',
  ],
  '{{1}} cannot be read: its permissions forbid it.': [
    'No se puede leer {{1}}: los permisos lo impiden.',
    '{{1}} kann nicht gelesen werden: keine Leserechte.',
  ],
  'Check its path and permissions.': [
    'Compruebe la ruta y los permisos.',
    'Prüfen Sie den Pfad und die Zugriffsrechte.',
  ],
  '{{1}} is {{2}}, which is not followed.': [
    '{{1}} es {{2}}, y no se sigue.',
    '{{1}} ist {{2}}; dem wird nicht gefolgt.',
  ],
  '{{1}} is a link, which is not followed.': [
    '{{1}} es un enlace; los enlaces no se siguen.',
    '{{1}} ist eine Verknüpfung; ihr wird nicht gefolgt.',
  ],
  '{{1}} is no ordinary file, which is not followed.': [
    '{{1}} no es un archivo ordinario; no se lee.',
    '{{1}} ist keine gewöhnliche Datei; sie wird nicht gelesen.',
  ],
  'Put the file itself there, or take it out of the folder.': [
    'Ponga allí el propio archivo o quítelo de la carpeta.',
    'Legen Sie die Datei selbst dorthin oder nehmen Sie sie aus dem Ordner.',
  ],
  '{{1}} changed while it was being read.': [
    '{{1}} cambió mientras se leía.',
    '{{1}} hat sich während des Lesens geändert.',
  ],
  'Start again once it is complete.': [
    'Empiece de nuevo cuando esté completo.',
    'Beginnen Sie erneut, sobald die Datei vollständig ist.',
  ],
  '{{1}} holds a file whose name leads out of the archive ({{2}}).': [
    '{{1}} contiene un archivo cuyo nombre lleva fuera del archivo comprimido ({{2}}).',
    '{{1}} enthält eine Datei, deren Name aus dem Archiv hinausführt ({{2}}).',
  ],
  'An archive of an authority has no such names. Get it again from there.': [
    'El archivo comprimido de un organismo oficial no tiene tales nombres. Obténgalo de nuevo allí.',
    'Das Archiv eines Herausgebers hat keine solchen Namen. Holen Sie es erneut von dort.',
  ],
  '{{1}} is damaged or no zip archive: {{2}}.': [
    '{{1}} está dañado o no es un archivo zip: {{2}}.',
    '{{1}} ist beschädigt oder kein ZIP-Archiv: {{2}}.',
  ],
  '{{1}} is a link or a device, which is not followed.': [
    '{{1}} es un enlace o un dispositivo, y no se sigue.',
    '{{1}} ist eine Verknüpfung oder ein Gerät; dem wird nicht gefolgt.',
  ],
  'An archive of an authority holds ordinary files only. Get it again from there.': [
    'El archivo comprimido de un organismo oficial solo contiene archivos ordinarios. Obténgalo de nuevo allí.',
    'Das Archiv eines Herausgebers enthält nur gewöhnliche Dateien. Holen Sie es erneut von dort.',
  ],
  '{{1}} is packed with a method that is not read ({{2}}).': [
    '{{1}} está comprimido con un método que no se lee ({{2}}).',
    '{{1}} ist mit einem Verfahren gepackt, das nicht gelesen wird ({{2}}).',
  ],
  'Unpack the archive with the program that made it and give the folder.': [
    'Descomprima el archivo con el programa que lo creó e indique la carpeta.',
    'Entpacken Sie das Archiv mit dem Programm, das es erstellt hat, und geben Sie den Ordner an.',
  ],
  '{{1}} would unpack to {{2}} bytes from {{3}}, as only an archive does that is made to do harm.': [
    '{{1}} pasaría de {{3}} a {{2}} bytes al descomprimirse, como solo ocurre en un archivo hecho para dañar.',
    '{{1}} würde sich von {{3}} auf {{2}} Bytes entpacken, wie nur ein Archiv, das Schaden anrichten soll.',
  ],
  '{{1}} is encrypted.': ['{{1}} está cifrado.', '{{1}} ist verschlüsselt.'],
  'Unpack it with its password and give the folder.': [
    'Descomprímalo con su contraseña e indique la carpeta.',
    'Entpacken Sie es mit seinem Passwort und geben Sie den Ordner an.',
  ],
  'With {{1}} the files have more than the {{2}} MB that are read.': [
    'Con {{1}} los archivos superan los {{2}} MB que se leen.',
    'Mit {{1}} haben die Dateien mehr als die {{2}} MB, die gelesen werden.',
  ],
  'Give only the files of one release of a code system.': [
    'Indique solo los archivos de una edición de un sistema de codificación.',
    'Geben Sie nur die Dateien einer Ausgabe eines Codesystems an.',
  ],
  'There are more than {{1}} files; {{2}} is the first above that.': [
    'Hay más de {{1}} archivos; {{2}} es el primero que sobra.',
    'Es sind mehr als {{1}} Dateien; {{2}} ist die erste darüber.',
  ],
  'Give the folder or archive that holds the release and nothing else.': [
    'Indique la carpeta o el archivo comprimido que solo contiene la edición.',
    'Geben Sie den Ordner oder das Archiv an, das nur die Ausgabe enthält.',
  ],
  '{{1}} is damaged: its checksum differs from its content.': [
    '{{1}} está dañado: su suma de comprobación no coincide con su contenido.',
    '{{1}} ist beschädigt: Die Prüfsumme stimmt nicht mit dem Inhalt überein.',
  ],
  'There are two files {{1}}.': ['Hay dos archivos {{1}}.', 'Die Datei {{1}} ist doppelt vorhanden.'],
  'Give each file once, in an archive or folder that has it once.': [
    'Indique cada archivo una sola vez, en una carpeta o un archivo comprimido que lo tenga una vez.',
    'Geben Sie jede Datei einmal an, in einem Archiv oder Ordner, der sie einmal enthält.',
  ],
  'There are two different files of one kind ({{1}}): {{2}} and {{3}}.': [
    'Hay dos archivos distintos de la misma clase ({{1}}): {{2}} y {{3}}.',
    'Es sind zwei verschiedene Dateien derselben Art ({{1}}): {{2}} und {{3}}.',
  ],
  'Give the files of one release only.': [
    'Indique los archivos de una sola edición.',
    'Geben Sie nur die Dateien einer Ausgabe an.',
  ],
  'The XML file is not a Tabular List: its outermost element is <{{1}}> with {{2}} chapters.': [
    'El archivo XML no es una lista tabular: su elemento más externo es <{{1}}>, con {{2}} capítulos.',
    'Die XML-Datei ist kein Systematisches Verzeichnis: Ihr äußerstes Element ist <{{1}}> mit {{2}} Kapiteln.',
  ],
  'Choose the file icd10cm-tabular-….xml from the ICD-10-CM release.': [
    'Elija el archivo icd10cm-tabular-….xml de la edición de ICD-10-CM.',
    'Wählen Sie die Datei icd10cm-tabular-….xml aus der Ausgabe von ICD-10-CM.',
  ],
  '{{1}} is not a usable XML file: line {{2}}: {{3}}.': [
    '{{1}} no es un archivo XML utilizable: línea {{2}}: {{3}}.',
    '{{1}} ist keine brauchbare XML-Datei: Zeile {{2}}: {{3}}.',
  ],

  // catalog/search: the search in the code book
  'The search lexicon has no file {{1}} that can be read.': [
    'El léxico de búsqueda no tiene un archivo {{1}} legible.',
    'Das Suchlexikon hat keine lesbare Datei {{1}}.',
  ],
  'Install Rubricator again, or restore the folder resources/search.': [
    'Instale Rubricator de nuevo o restaure la carpeta resources/search.',
    'Installieren Sie Rubricator erneut oder stellen Sie den Ordner resources/search wieder her.',
  ],
  'Line {{1}} of {{2}} has not {{3}} columns.': [
    'La línea {{1}} de {{2}} no tiene {{3}} columnas.',
    'Zeile {{1}} von {{2}} hat nicht {{3}} Spalten.',
  ],
  'The catalogue pack has no search table {{1}}.': [
    'El paquete de catálogo no tiene la tabla de búsqueda {{1}}.',
    'Das Katalogpaket hat keine Suchtabelle {{1}}.',
  ],
  'Install the catalogue again, or compile it with "rubricator catalog build".': [
    'Instale el catálogo de nuevo o compílelo con «rubricator catalog build».',
    'Installieren Sie den Katalog erneut oder erstellen Sie ihn mit „rubricator catalog build“.',
  ],
  'The word vectors in {{1}} were refused: {{2}}.': [
    'Los vectores de palabras de {{1}} se rechazaron: {{2}}.',
    'Die Wortvektoren in {{1}} wurden abgelehnt: {{2}}.',
  ],
  'The word vectors in {{1}} were refused: the file cannot be read.': [
    'Los vectores de palabras de {{1}} se rechazaron: no se puede leer el archivo.',
    'Die Wortvektoren in {{1}} wurden abgelehnt: Die Datei kann nicht gelesen werden.',
  ],
  'The word vectors in {{1}} were refused: this is another format.': [
    'Los vectores de palabras de {{1}} se rechazaron: es otro formato.',
    'Die Wortvektoren in {{1}} wurden abgelehnt: Es ist ein anderes Format.',
  ],
  'The word vectors in {{1}} were refused: it has not the length that it tells.': [
    'Los vectores de palabras de {{1}} se rechazaron: el archivo no tiene la longitud que indica.',
    'Die Wortvektoren in {{1}} wurden abgelehnt: Die Datei hat nicht die angegebene Länge.',
  ],

  // charts: importing charts
  'This import is no longer waiting.': [
    'Esta importación ya no está en espera.',
    'Dieser Import wartet nicht mehr.',
  ],
  'Choose the files again.': ['Elija los archivos de nuevo.', 'Wählen Sie die Dateien erneut.'],
  'Another import is under way.': ['Hay otra importación en curso.', 'Ein anderer Import läuft.'],
  'The file is empty.': ['El archivo está vacío.', 'Die Datei ist leer.'],
  'Choose a file that holds a note.': [
    'Elija un archivo que contenga una nota clínica.',
    'Wählen Sie eine Datei, die einen klinischen Text enthält.',
  ],
  'The file is not text: it holds binary data.': [
    'El archivo no es texto: contiene datos binarios.',
    'Die Datei ist kein Text: Sie enthält Binärdaten.',
  ],
  'Files of the kind "{{1}}" are not read.': [
    'Los archivos del tipo «{{1}}» no se leen.',
    'Dateien der Art „{{1}}“ werden nicht gelesen.',
  ],
  'A file without an ending is not read.': [
    'Un archivo sin extensión no se lee.',
    'Eine Datei ohne Endung wird nicht gelesen.',
  ],
  'Choose {{1}} files.': ['Elija archivos {{1}}.', 'Wählen Sie Dateien mit der Endung {{1}}.'],
  'This is not a file.': ['Esto no es un archivo.', 'Das ist keine Datei.'],
  'Choose a note or a PDF.': [
    'Elija una nota clínica o un PDF.',
    'Wählen Sie einen klinischen Text oder ein PDF.',
  ],
  'The file has {{1}} MB; at most {{2}} MB are read.': [
    'El archivo tiene {{1}} MB; se leen {{2}} MB como máximo.',
    'Die Datei hat {{1}} MB; höchstens {{2}} MB werden gelesen.',
  ],
  'Split it into the documents of one chart.': [
    'Divídalo en los documentos de una historia.',
    'Teilen Sie sie in die Dokumente einer Akte auf.',
  ],
  'The file cannot be read.': ['No se puede leer el archivo.', 'Die Datei kann nicht gelesen werden.'],
  'Check that it is there and that you may read it.': [
    'Compruebe que existe y que tiene permiso de lectura.',
    'Prüfen Sie, ob sie vorhanden ist und Sie sie lesen dürfen.',
  ],
  'There are more than {{1}} files in what you chose.': [
    'Lo elegido contiene más de {{1}} archivos.',
    'Ihre Auswahl enthält mehr als {{1}} Dateien.',
  ],
  'Import it in parts, a folder at a time.': [
    'Impórtelo por partes, carpeta a carpeta.',
    'Importieren Sie sie in Teilen, Ordner für Ordner.',
  ],
  'There is nothing to import in the folder “{{1}}”.': [
    'No hay nada que importar en la carpeta «{{1}}».',
    'Im Ordner „{{1}}“ gibt es nichts zu importieren.',
  ],
  'Choose a folder with notes as text or PDFs.': [
    'Elija una carpeta con notas clínicas en texto o PDF.',
    'Wählen Sie einen Ordner mit klinischen Texten als Text oder PDF.',
  ],
  'The folder “{{1}}” lies too deep.': [
    'La carpeta «{{1}}» está a demasiada profundidad.',
    'Der Ordner „{{1}}“ liegt zu tief.',
  ],
  'Choose a folder further down.': [
    'Elija una carpeta de más abajo.',
    'Wählen Sie einen Ordner weiter unten.',
  ],
  'The folder “{{1}}” cannot be read.': [
    'No se puede leer la carpeta «{{1}}».',
    'Der Ordner „{{1}}“ kann nicht gelesen werden.',
  ],
  'Check that you may read it.': [
    'Compruebe que tiene permiso de lectura.',
    'Prüfen Sie, ob Sie ihn lesen dürfen.',
  ],
  'The PDF has {{1}} pages; at most {{2}} are read.': [
    'El PDF tiene {{1}} páginas; se leen {{2}} como máximo.',
    'Das PDF hat {{1}} Seiten; höchstens {{2}} werden gelesen.',
  ],
  'Split it into charts.': ['Divídalo en historias.', 'Teilen Sie es in Akten auf.'],
  'The PDF has no text: its pages are pictures.': [
    'El PDF no tiene texto: sus páginas son imágenes.',
    'Das PDF hat keinen Text: Die Seiten sind Bilder.',
  ],
  'The PDF is encrypted.': ['El PDF está cifrado.', 'Das PDF ist verschlüsselt.'],
  'Save a copy without a password and import that.': [
    'Guarde una copia sin contraseña e impórtela.',
    'Speichern Sie eine Kopie ohne Passwort und importieren Sie diese.',
  ],
  'The PDF is damaged or not a PDF.': [
    'El PDF está dañado o no es un PDF.',
    'Das PDF ist beschädigt oder kein PDF.',
  ],
  'Export it again from the system it came from.': [
    'Expórtelo de nuevo desde el sistema de origen.',
    'Exportieren Sie es erneut aus dem System, aus dem es stammt.',
  ],

  // coding: reading a chart
  'The model pack cannot code {{1}} from a text in {{2}}.': [
    'El paquete de modelo no puede codificar {{1}} a partir de un texto en {{2}}.',
    'Das Modellpaket kann {{1}} nicht aus einem Text in {{2}} kodieren.',
  ],
  'The model pack cannot code {{1}} from a text in Spanish.': [
    'El paquete de modelo no puede codificar {{1}} a partir de un texto en español.',
    'Das Modellpaket kann {{1}} nicht aus einem spanischen Text kodieren.',
  ],
  'The model pack cannot code {{1}} from a text in English.': [
    'El paquete de modelo no puede codificar {{1}} a partir de un texto en inglés.',
    'Das Modellpaket kann {{1}} nicht aus einem englischen Text kodieren.',
  ],
  'Choose another code system, or install a model pack that has learned it.': [
    'Elija otro sistema de codificación o instale un paquete de modelo que lo haya aprendido.',
    'Wählen Sie ein anderes Codesystem oder installieren Sie ein Modellpaket, das es gelernt hat.',
  ],
  'The model pack {{1}}@{{2}} was made for another version of Rubricator.': [
    'El paquete de modelo {{1}}@{{2}} se hizo para otra versión de Rubricator.',
    'Das Modellpaket {{1}}@{{2}} wurde für eine andere Version von Rubricator gemacht.',
  ],
  'Install the pack that belongs to this version.': [
    'Instale el paquete que corresponde a esta versión.',
    'Installieren Sie das Paket, das zu dieser Version gehört.',
  ],

  // decisions: deciding on the codes of a chart
  '{{1}} is neither suggested nor decided in this chart.': [
    '{{1}} no está sugerido ni decidido en esta historia.',
    '{{1}} ist in dieser Akte weder vorgeschlagen noch entschieden.',
  ],
  'Add {{1}} instead.': ['Añada {{1}} en su lugar.', 'Fügen Sie stattdessen {{1}} hinzu.'],
  '{{1}} cannot be changed to itself.': [
    '{{1}} no se puede cambiar por sí mismo.',
    '{{1}} kann nicht in sich selbst geändert werden.',
  ],
  'Choose another code, or accept this one.': [
    'Elija otro código o acepte este.',
    'Wählen Sie einen anderen Code oder nehmen Sie diesen an.',
  ],
  'The sequence does not hold exactly the codes of the chart.': [
    'La secuencia no contiene exactamente los códigos de la historia.',
    'Die Reihenfolge enthält nicht genau die Codes der Akte.',
  ],
  'Put the codes in order again.': ['Ordene los códigos de nuevo.', 'Ordnen Sie die Codes erneut.'],
  '{{1}} is not coded in this chart.': [
    '{{1}} no está codificado en esta historia.',
    '{{1}} ist in dieser Akte nicht kodiert.',
  ],
  'Accept or add it first.': [
    'Acéptelo o añádalo primero.',
    'Nehmen Sie ihn zuerst an oder fügen Sie ihn hinzu.',
  ],
  'Only inpatient stays have POA indicators.': [
    'Solo los episodios de hospitalización llevan indicadores POA.',
    'Nur stationäre Fälle haben POA-Angaben.',
  ],
  'Correct the type of encounter in the chart’s header if it is wrong.': [
    'Corrija el tipo de episodio en la cabecera de la historia si es erróneo.',
    'Berichtigen Sie die Fallart in den Kopfdaten der Akte, wenn sie falsch ist.',
  ],
  '{{1}} is exempt from POA reporting.': ['{{1}} está exento de POA.', '{{1}} ist von POA ausgenommen.'],
  '{{1}} is not exempt from POA reporting.': [
    '{{1}} no está exento de POA.',
    '{{1}} ist nicht von POA ausgenommen.',
  ],
  'It needs no POA indicator.': ['No necesita indicador POA.', 'Er braucht keine POA-Angabe.'],
  'Choose Y, N, U or W.': ['Elija Y, N, U o W.', 'Wählen Sie Y, N, U oder W.'],
  '{{1}} is not decided yet.': ['{{1}} aún no está decidido.', '{{1}} ist noch nicht entschieden.'],
  'Decide on it first.': ['Decídalo primero.', 'Entscheiden Sie zuerst darüber.'],
  'The evidence does not stand in this chart.': [
    'La evidencia no está en esta historia.',
    'Der Beleg steht nicht in dieser Akte.',
  ],
  'Select the words again.': ['Seleccione las palabras de nuevo.', 'Markieren Sie die Wörter erneut.'],
  '{{1}} is not in {{2}}.': ['{{1}} no está en {{2}}.', '{{1}} steht nicht in {{2}}.'],
  '{{1}} is a header and cannot be coded.': [
    '{{1}} es una categoría y no se puede codificar.',
    '{{1}} ist ein Oberbegriff und kann nicht kodiert werden.',
  ],
  'Choose a billable code below it.': [
    'Elija un código válido inferior.',
    'Wählen Sie einen endständigen Code darunter.',
  ],
  'A code stands there twice.': ['Hay un código repetido.', 'Ein Code steht zweimal da.'],
  'Choose each code once.': ['Elija cada código una sola vez.', 'Wählen Sie jeden Code nur einmal.'],
  'There is no decision to take back.': [
    'No hay ninguna decisión que deshacer.',
    'Es gibt keine Entscheidung rückgängig zu machen.',
  ],
  'Decide on a code first.': ['Decida primero sobre un código.', 'Entscheiden Sie zuerst über einen Code.'],
  'There is nothing to do again.': ['No hay nada que rehacer.', 'Es gibt nichts wiederherzustellen.'],
  'Only what was just taken back can be.': [
    'Solo se puede rehacer lo que se acaba de deshacer.',
    'Nur was gerade rückgängig gemacht wurde, lässt sich wiederherstellen.',
  ],
  'The chart waits for the physician’s answer to a query.': [
    'La historia espera la respuesta del médico a una consulta.',
    'Die Akte wartet auf die ärztliche Antwort zu einer Rückfrage.',
  ],
  'Record the answer, or withdraw the query; then finish the chart.': [
    'Registre la respuesta o retire la consulta; después finalice la historia.',
    'Tragen Sie die Antwort ein oder ziehen Sie die Rückfrage zurück; schließen Sie dann die Akte ab.',
  ],
  'The chart is in review already.': ['La historia ya está en revisión.', 'Die Akte ist schon in Prüfung.'],
  'Finish the review, or return the chart.': [
    'Termine la revisión o devuelva la historia.',
    'Schließen Sie die Prüfung ab oder geben Sie die Akte zurück.',
  ],
  'The admission lies after the discharge.': [
    'El ingreso es posterior al alta.',
    'Die Aufnahme liegt nach der Entlassung.',
  ],
  'Correct one of the two dates.': [
    'Corrija una de las dos fechas.',
    'Berichtigen Sie einen der beiden Tage.',
  ],
  'There is no such chart.': ['No existe esa historia.', 'Es gibt keine solche Akte.'],
  'Open it again from the worklist.': [
    'Ábrala de nuevo desde la lista de trabajo.',
    'Öffnen Sie sie erneut aus der Arbeitsliste.',
  ],
  'The chart is not finished.': ['La historia no está terminada.', 'Die Akte ist nicht abgeschlossen.'],
  'Only finished charts are reviewed.': [
    'Solo se revisan historias terminadas.',
    'Nur abgeschlossene Akten werden geprüft.',
  ],
  'The chart is finished.': ['La historia está terminada.', 'Die Akte ist abgeschlossen.'],
  'Reopen it to change its codes; that is recorded.': [
    'Reábrala para cambiar sus códigos; queda registrado.',
    'Öffnen Sie sie wieder, um Codes zu ändern; das wird festgehalten.',
  ],
  'There is no such query in this chart.': [
    'Esa consulta no existe en esta historia.',
    'In dieser Akte gibt es keine solche Rückfrage.',
  ],
  'Open the chart again.': ['Abra la historia de nuevo.', 'Öffnen Sie die Akte erneut.'],
  'The query was {{1}} already.': [
    'La consulta ya está cerrada ({{1}}).',
    'Die Rückfrage ist schon geschlossen ({{1}}).',
  ],
  'The query was answered already.': [
    'La consulta ya está respondida.',
    'Die Rückfrage ist schon beantwortet.',
  ],
  'The query was withdrawn already.': [
    'La consulta ya está retirada.',
    'Die Rückfrage ist schon zurückgezogen.',
  ],
  'Send another if something is still unclear.': [
    'Envíe otra si aún queda algo por aclarar.',
    'Senden Sie eine weitere, wenn noch etwas unklar ist.',
  ],
  'The query speaks of payment or quality scores: “{{1}}”.': [
    'La consulta habla de pagos o de indicadores de calidad: «{{1}}».',
    'Die Rückfrage spricht von Vergütung oder Qualitätskennzahlen: „{{1}}“.',
  ],
  'Ask about the patient’s condition alone.': [
    'Pregunte solo por el estado del paciente.',
    'Fragen Sie nur nach dem Zustand.',
  ],
  'The query leads to an answer: “{{1}}”.': [
    'La consulta induce la respuesta: «{{1}}».',
    'Die Rückfrage legt eine Antwort nahe: „{{1}}“.',
  ],
  'Name the clinical indicators, and let the physician choose among several diagnoses.': [
    'Indique los hallazgos clínicos y deje que el médico elija entre varios diagnósticos.',
    'Nennen Sie die klinischen Befunde und lassen Sie unter mehreren Diagnosen wählen.',
  ],
  'A query of this kind cannot be answered by yes or no.': [
    'Una consulta de esta clase no se responde con sí o no.',
    'Eine Rückfrage dieser Art lässt sich nicht mit Ja oder Nein beantworten.',
  ],
  'Offer at least two clinically supported choices.': [
    'Ofrezca al menos dos respuestas con respaldo clínico.',
    'Bieten Sie mindestens zwei klinisch gestützte Antworten an.',
  ],
  'A choice stands there twice: “{{1}}”.': [
    'Hay una respuesta repetida: «{{1}}».',
    'Eine Antwort steht zweimal da: „{{1}}“.',
  ],
  'Change one of the two.': ['Cambie una de las dos.', 'Ändern Sie eine der beiden.'],
  'The query cites nothing from the chart.': [
    'La consulta no cita nada de la historia.',
    'Die Rückfrage zitiert nichts aus der Akte.',
  ],
  'Cite at least one clinical indicator.': [
    'Cite al menos un hallazgo clínico.',
    'Zitieren Sie mindestens einen klinischen Befund.',
  ],
  'The query asks nothing.': ['La consulta no pregunta nada.', 'Die Rückfrage fragt nichts.'],
  'Write the question.': ['Escriba la pregunta.', 'Schreiben Sie die Frage.'],

  // desk: charts on the worklist
  'There is no such PDF in this chart.': [
    'Ese PDF no existe en esta historia.',
    'In dieser Akte gibt es kein solches PDF.',
  ],
  'Open the chart again from the worklist.': [
    'Abra la historia de nuevo desde la lista de trabajo.',
    'Öffnen Sie die Akte erneut aus der Arbeitsliste.',
  ],
  'Reading was cancelled.': ['La lectura se canceló.', 'Das Lesen wurde abgebrochen.'],
  'Start it again when you want suggestions.': [
    'Iníciela de nuevo cuando quiera sugerencias.',
    'Starten Sie es erneut, wenn Sie Vorschläge wünschen.',
  ],
  'This file is in the worklist already.': [
    'Este archivo ya está en la lista de trabajo.',
    'Diese Datei ist schon in der Arbeitsliste.',
  ],
  'This chart is in the worklist already.': [
    'Esta historia ya está en la lista de trabajo.',
    'Diese Akte ist schon in der Arbeitsliste.',
  ],
  'Open the chart that is there.': ['Abra la historia que ya está allí.', 'Öffnen Sie die vorhandene Akte.'],

  // evaluation: corpora with gold codes
  'CodiEsp has no codes of {{1}}.': [
    'CodiEsp no tiene códigos de {{1}}.',
    'CodiEsp hat keine Codes von {{1}}.',
  ],
  'Choose icd-10-cm or icd-10-pcs.': [
    'Elija icd-10-cm o icd-10-pcs.',
    'Wählen Sie icd-10-cm oder icd-10-pcs.',
  ],
  '{{1}} is not there.': ['{{1}} no existe.', '{{1}} ist nicht vorhanden.'],
  'Name a corpus in the CodiEsp layout (SPLIT/text_files, SPLIT/SPLITD.tsv …) and one of its splits with --split.':
    [
      'Indique un corpus con la estructura de CodiEsp (SPLIT/text_files, SPLIT/SPLITD.tsv …) y una de sus particiones con --split.',
      'Geben Sie ein Korpus im Aufbau von CodiEsp (SPLIT/text_files, SPLIT/SPLITD.tsv …) und mit --split einen seiner Teile an.',
    ],
  '{{1}} cannot be read.': ['No se puede leer {{1}}.', '{{1}} kann nicht gelesen werden.'],
  'The CodiEsp layout has it beside the folder text_files.': [
    'En la estructura de CodiEsp está junto a la carpeta text_files.',
    'Im Aufbau von CodiEsp liegt sie neben dem Ordner text_files.',
  ],
  '{{1}} is not UTF-8.': ['{{1}} no es UTF-8.', '{{1}} ist nicht UTF-8.'],
  'Save it as UTF-8.': ['Guárdelo como UTF-8.', 'Speichern Sie sie als UTF-8.'],
  'There is no {{1}}.': ['No existe {{1}}.', '{{1}} gibt es nicht.'],
  'Name a folder in the CodiEsp layout or a .jsonl file.': [
    'Indique una carpeta con la estructura de CodiEsp o un archivo .jsonl.',
    'Geben Sie einen Ordner im Aufbau von CodiEsp oder eine .jsonl-Datei an.',
  ],
  '{{1}} holds no document.': ['{{1}} no contiene ningún documento.', '{{1}} enthält kein Dokument.'],
  'Name a corpus with at least one document.': [
    'Indique un corpus con al menos un documento.',
    'Geben Sie ein Korpus mit mindestens einem Dokument an.',
  ],
  '{{1}} is not UTF-8 text.': ['{{1}} no es texto UTF-8.', '{{1}} ist kein UTF-8-Text.'],
  'Save it as UTF-8, one JSON object a line.': [
    'Guárdelo como UTF-8, con un objeto JSON por línea.',
    'Speichern Sie sie als UTF-8, ein JSON-Objekt je Zeile.',
  ],
  'The installed model does not code in {{1}}.': [
    'El modelo instalado no codifica en {{1}}.',
    'Das installierte Modell kodiert nicht in {{1}}.',
  ],
  'Name a system that it has learned.': [
    'Indique un sistema que haya aprendido.',
    'Geben Sie ein System an, das es gelernt hat.',
  ],

  // ledger: checking it
  'There is no ledger {{1}}.': ['No existe el registro {{1}}.', 'Das Protokoll {{1}} gibt es nicht.'],
  'Check the path.': ['Compruebe la ruta.', 'Prüfen Sie den Pfad.'],
  'The ledger was written by a newer version of Rubricator (schema {{1}}).': [
    'El registro se escribió con una versión más reciente de Rubricator (esquema {{1}}).',
    'Das Protokoll wurde von einer neueren Version von Rubricator geschrieben (Schema {{1}}).',
  ],
  'Verify it with that version.': ['Verifíquelo con esa versión.', 'Prüfen Sie es mit der neueren Version.'],

  // model: model packs
  'The model card of {{1}}@{{2}} was changed or removed since the model was opened.': [
    'La ficha del modelo {{1}}@{{2}} se cambió o se quitó después de abrir el modelo.',
    'Die Modellkarte von {{1}}@{{2}} wurde nach dem Öffnen des Modells geändert oder entfernt.',
  ],
  'Install the pack again from its original medium, and restart Rubricator.': [
    'Instale el paquete de nuevo desde su soporte original y reinicie Rubricator.',
    'Installieren Sie das Paket erneut vom Originalmedium und starten Sie Rubricator neu.',
  ],
  'The model pack in use, {{1}}, is not in {{2}}.': [
    'El paquete de modelo en uso, {{1}}, no está en {{2}}.',
    'Das verwendete Modellpaket, {{1}}, ist nicht in {{2}}.',
  ],
  'Install it again, or go back to the shipped model: "rubricator model use {{1}}", or delete the file {{2}}.':
    [
      'Instálelo de nuevo o vuelva al modelo incluido: «rubricator model use {{1}}», o borre el archivo {{2}}.',
      'Installieren Sie es erneut oder kehren Sie zum mitgelieferten Modell zurück: „rubricator model use {{1}}“, oder löschen Sie die Datei {{2}}.',
    ],
  'No model pack {{1}} is installed.': [
    'El paquete de modelo {{1}} no está instalado.',
    'Das Modellpaket {{1}} ist nicht installiert.',
  ],
  'Install it with "rubricator model install", or choose one of: {{1}}.': [
    'Instálelo con «rubricator model install» o elija uno de estos: {{1}}.',
    'Installieren Sie es mit „rubricator model install“ oder wählen Sie eines von: {{1}}.',
  ],
  '{{1}} is {{2}}, with other content than {{3}}.': [
    '{{1}} es {{2}}, con un contenido distinto del de {{3}}.',
    '{{1}} ist {{2}}, mit anderem Inhalt als {{3}}.',
  ],
  '{{1}} is the shipped model, with other content than {{2}}.': [
    '{{1}} es el modelo incluido, con un contenido distinto del de {{2}}.',
    '{{1}} ist das mitgelieferte Modell, mit anderem Inhalt als {{2}}.',
  ],
  '{{1}} is installed already, with other content than {{2}}.': [
    '{{1}} ya está instalado, con un contenido distinto del de {{2}}.',
    '{{1}} ist schon installiert, mit anderem Inhalt als {{2}}.',
  ],
  'Give the new pack another version: what was coded with a model must remain traceable to it.': [
    'Dé al paquete nuevo otra versión: lo codificado con un modelo debe poder rastrearse hasta él.',
    'Geben Sie dem neuen Paket eine andere Version: Was mit einem Modell kodiert wurde, muss auf es zurückführbar bleiben.',
  ],
  'The folder {{1}} is in the way.': ['La carpeta {{1}} estorba.', 'Der Ordner {{1}} ist im Weg.'],
  'Look at what it holds, move it away, and install again.': [
    'Mire qué contiene, muévala a otro lugar e instale de nuevo.',
    'Sehen Sie nach, was er enthält, verschieben Sie ihn und installieren Sie erneut.',
  ],
  'Get permission to read it.': ['Obtenga permiso para leerlo.', 'Besorgen Sie sich Leserechte dafür.'],
  'The model pack cannot be written to {{1}}: {{2}}.': [
    'No se puede escribir el paquete de modelo en {{1}}: {{2}}.',
    'Das Modellpaket kann nicht nach {{1}} geschrieben werden: {{2}}.',
  ],
  'Get space and write permission for the data folder, or set RUBRICATOR_HOME to another.': [
    'Consiga espacio y permiso de escritura en la carpeta de datos o indique otra en RUBRICATOR_HOME.',
    'Sorgen Sie für Platz und Schreibrechte im Datenordner oder geben Sie mit RUBRICATOR_HOME einen anderen an.',
  ],
  'The model pack in {{1}} was refused: {{2}}.': [
    'El paquete de modelo de {{1}} se rechazó: {{2}}.',
    'Das Modellpaket in {{1}} wurde abgelehnt: {{2}}.',
  ],
  'The model pack in {{1}} was refused: {{2}} has no threshold for "{{3}}".': [
    'El paquete de modelo de {{1}} se rechazó: {{2}} no tiene umbral para «{{3}}».',
    'Das Modellpaket in {{1}} wurde abgelehnt: {{2}} hat keinen Schwellenwert für „{{3}}“.',
  ],
  'The model pack in {{1}} was refused: its manifest does not list {{2}}.': [
    'El paquete de modelo de {{1}} se rechazó: su manifiesto no menciona {{2}}.',
    'Das Modellpaket in {{1}} wurde abgelehnt: Sein Manifest führt {{2}} nicht auf.',
  ],
  'The model pack in {{1}} was refused: {{2}} is missing.': [
    'El paquete de modelo de {{1}} se rechazó: falta {{2}}.',
    'Das Modellpaket in {{1}} wurde abgelehnt: {{2}} fehlt.',
  ],
  'The model pack in {{1}} was refused: {{2}} has {{3}} bytes instead of {{4}}.': [
    'El paquete de modelo de {{1}} se rechazó: {{2}} tiene {{3}} bytes en lugar de {{4}}.',
    'Das Modellpaket in {{1}} wurde abgelehnt: {{2}} hat {{3}} Bytes statt {{4}}.',
  ],
  "The model pack in {{1}} was refused: {{2}} was changed: its SHA-256 is not the manifest's.": [
    'El paquete de modelo de {{1}} se rechazó: {{2}} fue modificado: su SHA-256 no es el del manifiesto.',
    'Das Modellpaket in {{1}} wurde abgelehnt: {{2}} wurde geändert: Der SHA-256-Wert ist nicht der des Manifests.',
  ],
  'The model pack in {{1}} was refused: labels.tsv has {{2}} labels of {{3}} instead of {{4}}.': [
    'El paquete de modelo de {{1}} se rechazó: labels.tsv tiene {{2}} etiquetas de {{3}} en lugar de {{4}}.',
    'Das Modellpaket in {{1}} wurde abgelehnt: labels.tsv hat {{2}} Labels von {{3}} statt {{4}}.',
  ],
  'The model pack in {{1}} was refused: labels.tsv has a label of {{2}}, which the manifest does not name.': [
    'El paquete de modelo de {{1}} se rechazó: labels.tsv tiene una etiqueta de {{2}}, que el manifiesto no nombra.',
    'Das Modellpaket in {{1}} wurde abgelehnt: labels.tsv hat ein Label von {{2}}, das im Manifest nicht steht.',
  ],
  'The model pack in {{1}} was refused: its manifest.json is missing or not JSON.': [
    'El paquete de modelo de {{1}} se rechazó: su manifest.json falta o no es JSON.',
    'Das Modellpaket in {{1}} wurde abgelehnt: Seine manifest.json fehlt oder ist kein JSON.',
  ],
  'The model pack in {{1}} was refused: its manifest is not valid ({{2}}).': [
    'El paquete de modelo de {{1}} se rechazó: su manifiesto no es válido ({{2}}).',
    'Das Modellpaket in {{1}} wurde abgelehnt: Sein Manifest ist ungültig ({{2}}).',
  ],
  'Install the pack again from its original medium; nothing of it was loaded.': [
    'Instale el paquete de nuevo desde su soporte original; no se ha cargado nada de él.',
    'Installieren Sie das Paket erneut vom Originalmedium; nichts davon wurde geladen.',
  ],

  // paths, shell: the data folder, printing, saving, the bridge
  'The data folder {{1}} cannot be created.': [
    'No se puede crear la carpeta de datos {{1}}.',
    'Der Datenordner {{1}} kann nicht angelegt werden.',
  ],
  'Set RUBRICATOR_HOME to a folder that you may write.': [
    'Indique en RUBRICATOR_HOME una carpeta en la que pueda escribir.',
    'Geben Sie mit RUBRICATOR_HOME einen Ordner an, in den Sie schreiben dürfen.',
  ],
  'Nothing was printed.': ['No se ha impreso nada.', 'Es wurde nichts gedruckt.'],
  'Check the printer, or save a PDF instead.': [
    'Compruebe la impresora o guarde un PDF en su lugar.',
    'Prüfen Sie den Drucker oder speichern Sie stattdessen ein PDF.',
  ],
  'The file {{1}} cannot be written.': [
    'No se puede escribir el archivo {{1}}.',
    'Die Datei {{1}} kann nicht geschrieben werden.',
  ],
  'Check that its folder can be written and the disk is not full, or choose another place.': [
    'Compruebe que su carpeta admite escritura y que el disco no está lleno, o elija otro lugar.',
    'Prüfen Sie, ob der Ordner beschreibbar und der Datenträger nicht voll ist, oder wählen Sie einen anderen Ort.',
  ],
  'The request {{1}} was not valid.': ['La petición {{1}} no es válida.', 'Die Anfrage {{1}} war ungültig.'],
  'The request {{1}} was not valid ({{2}}).': [
    'La petición {{1}} no es válida ({{2}}).',
    'Die Anfrage {{1}} war ungültig ({{2}}).',
  ],
  'Nothing was changed. Try again.': [
    'No se ha cambiado nada. Inténtelo de nuevo.',
    'Nichts wurde geändert. Versuchen Sie es erneut.',
  ],
  'Something went wrong inside Rubricator.': [
    'Algo falló dentro de Rubricator.',
    'In Rubricator ist etwas schiefgegangen.',
  ],
  'Nothing was lost. Try again, or restart Rubricator.': [
    'No se ha perdido nada. Inténtelo de nuevo o reinicie Rubricator.',
    'Nichts ging verloren. Versuchen Sie es erneut oder starten Sie Rubricator neu.',
  ],

  // sqlite: the ledger and the chart store
  'The {{1}} in {{2}} cannot be opened.': [
    'No se puede abrir {{1}} en {{2}}.',
    '{{1}} in {{2}} kann nicht geöffnet werden.',
  ],
  'The ledger in {{1}} cannot be opened.': [
    'No se puede abrir el registro en {{1}}.',
    'Das Protokoll in {{1}} kann nicht geöffnet werden.',
  ],
  'The chart store in {{1}} cannot be opened.': [
    'No se puede abrir el almacén de historias en {{1}}.',
    'Die Aktenablage in {{1}} kann nicht geöffnet werden.',
  ],
  'Check that the folder can be written and the disk is not full; restore the file from a backup if it is damaged.':
    [
      'Compruebe que la carpeta admite escritura y que el disco no está lleno; si el archivo está dañado, restáurelo de una copia de seguridad.',
      'Prüfen Sie, ob der Ordner beschreibbar und der Datenträger nicht voll ist; stellen Sie die Datei aus einer Sicherung wieder her, wenn sie beschädigt ist.',
    ],
  '{{1}} was not recorded: {{2}}.': ['No se registró: {{1}}. {{2}}.', 'Nicht festgehalten: {{1}}. {{2}}.'],
  ...Object.fromEntries(
    notRecorded.flatMap(([what, que, was]) =>
      obstacles.map(([why, porque, weil]) => [
        `${what}: ${why}.`,
        [`${que}: ${porque}.`, `${was}: ${weil}.`] as const,
      ]),
    ),
  ),
  'Free some space on the disk, then do it again.': [
    'Libere espacio en el disco y repítalo.',
    'Schaffen Sie Platz auf dem Datenträger und wiederholen Sie es dann.',
  ],
  'Get write permission for it, then do it again.': [
    'Obtenga permiso de escritura y repítalo.',
    'Besorgen Sie sich Schreibrechte dafür und wiederholen Sie es dann.',
  ],
  'End the other program, then do it again.': [
    'Cierre el otro programa y repítalo.',
    'Beenden Sie das andere Programm und wiederholen Sie es dann.',
  ],
  'Check the disk, then do it again.': [
    'Compruebe el disco y repítalo.',
    'Prüfen Sie den Datenträger und wiederholen Sie es dann.',
  ],
  'Verify the ledger and restore the data folder from a backup.': [
    'Verifique el registro y restaure la carpeta de datos de una copia de seguridad.',
    'Prüfen Sie das Protokoll und stellen Sie den Datenordner aus einer Sicherung wieder her.',
  ],
  'The {{1}} was written by a newer version of Rubricator (schema {{2}}, this one knows {{3}}).': [
    '{{1}}: escrito con una versión más reciente de Rubricator (esquema {{2}}; esta conoce el {{3}}).',
    '{{1}}: von einer neueren Version von Rubricator geschrieben (Schema {{2}}; diese kennt {{3}}).',
  ],
  'The ledger was written by a newer version of Rubricator (schema {{1}}, this one knows {{2}}).': [
    'El registro se escribió con una versión más reciente de Rubricator (esquema {{1}}; esta conoce el {{2}}).',
    'Das Protokoll wurde von einer neueren Version von Rubricator geschrieben (Schema {{1}}; diese kennt {{2}}).',
  ],
  'The chart store was written by a newer version of Rubricator (schema {{1}}, this one knows {{2}}).': [
    'El almacén de historias se escribió con una versión más reciente de Rubricator (esquema {{1}}; esta conoce el {{2}}).',
    'Die Aktenablage wurde von einer neueren Version von Rubricator geschrieben (Schema {{1}}; diese kennt {{2}}).',
  ],
  'Use the newer version. Nothing was changed.': [
    'Use la versión más reciente. No se ha cambiado nada.',
    'Verwenden Sie die neuere Version. Nichts wurde geändert.',
  ],

  // review: samples, findings and what becomes of them
  'An error needs a reason.': ['Un error necesita un motivo.', 'Ein Fehler braucht einen Grund.'],
  'Choose the reason, then record it again.': [
    'Elija el motivo y regístrelo de nuevo.',
    'Wählen Sie den Grund und halten Sie ihn dann erneut fest.',
  ],
  '{{1}} was not coded when the chart was finished.': [
    '{{1}} no estaba codificado cuando se terminó la historia.',
    '{{1}} war nicht kodiert, als die Akte abgeschlossen wurde.',
  ],
  'Record it as missed if it should have been.': [
    'Regístrelo como omitido si debía estarlo.',
    'Halten Sie ihn als fehlend fest, wenn er es hätte sein sollen.',
  ],
  '{{1}} was coded when the chart was finished.': [
    '{{1}} estaba codificado cuando se terminó la historia.',
    '{{1}} war kodiert, als die Akte abgeschlossen wurde.',
  ],
  'Leave it out; a code that is there cannot be missing.': [
    'Déjelo; un código que está no puede faltar.',
    'Lassen Sie ihn weg; ein Code, der da ist, kann nicht fehlen.',
  ],
  '{{1}} stands first already.': ['{{1}} ya está en primer lugar.', '{{1}} steht schon an erster Stelle.'],
  'Choose the code that belongs first.': [
    'Elija el código que debe ir en primer lugar.',
    'Wählen Sie den Code, der an die erste Stelle gehört.',
  ],
  'That is the POA indicator that {{1}} has.': [
    'Ese es el indicador POA que {{1}} ya tiene.',
    'Das ist der POA-Indikator, den {{1}} schon hat.',
  ],
  'Choose the indicator that it should have.': [
    'Elija el indicador que debería tener.',
    'Wählen Sie den Indikator, den er haben sollte.',
  ],
  'The finding names no code.': ['El hallazgo no nombra ningún código.', 'Der Befund nennt keinen Code.'],
  'Choose the code that it is about.': [
    'Elija el código del que trata.',
    'Wählen Sie den Code, um den es geht.',
  ],
  'No finished chart matches this plan.': [
    'Ninguna historia terminada se ajusta a este plan.',
    'Keine abgeschlossene Akte passt zu diesem Plan.',
  ],
  'Choose another time, plan or coders.': [
    'Elija otro periodo, otro plan u otros codificadores.',
    'Wählen Sie einen anderen Zeitraum, einen anderen Plan oder andere Kodierfachkräfte.',
  ],
  'A sample holds at most {{1}} charts.': [
    'Una muestra tiene como máximo {{1}} historias.',
    'Eine Stichprobe hat höchstens {{1}} Akten.',
  ],
  'Choose a shorter time.': ['Elija un periodo más corto.', 'Wählen Sie einen kürzeren Zeitraum.'],
  'A blind coding cannot be changed once the coder’s codes were shown.': [
    'Una codificación a ciegas no se puede cambiar una vez mostrados los códigos del codificador.',
    'Eine blinde Kodierung lässt sich nicht mehr ändern, sobald die Codes der Kodierfachkraft gezeigt wurden.',
  ],
  'Record what you think now as findings.': [
    'Registre lo que piensa ahora como hallazgos.',
    'Halten Sie als Befunde fest, was Sie jetzt meinen.',
  ],
  'This review is blind: nothing was coded by you yet.': [
    'Esta revisión es a ciegas: usted aún no ha codificado nada.',
    'Diese Prüfung ist blind: Sie haben noch nichts kodiert.',
  ],
  'Code the chart first, then compare.': [
    'Codifique primero la historia y después compare.',
    'Kodieren Sie zuerst die Akte und vergleichen Sie dann.',
  ],
  'The chart was not returned.': ['La historia no se ha devuelto.', 'Die Akte wurde nicht zurückgegeben.'],
  'Wait until the auditor returns it.': [
    'Espere a que el auditor la devuelva.',
    'Warten Sie, bis die Prüfung sie zurückgibt.',
  ],
  'This finding was passed on already.': [
    'Este hallazgo ya siguió su curso.',
    'Dieser Befund wurde schon weitergegeben.',
  ],
  'Open the chart again to see where it is.': [
    'Abra la historia de nuevo para ver en qué punto está.',
    'Öffnen Sie die Akte erneut, um zu sehen, wo er steht.',
  ],
  'Only a finding that was rebutted can be escalated, and only once.': [
    'Solo se puede elevar un hallazgo rebatido, y una sola vez.',
    'Nur ein Befund, dem widersprochen wurde, kann weitergereicht werden, und nur einmal.',
  ],
  'Have the coder answer it first.': [
    'Pida primero la respuesta del codificador.',
    'Lassen Sie zuerst die Kodierfachkraft antworten.',
  ],
  'There is nothing to settle.': ['No hay nada que resolver.', 'Es gibt nichts zu entscheiden.'],
  'Only what was rebutted is settled.': [
    'Solo se resuelve lo que se ha rebatido.',
    'Entschieden wird nur, wem widersprochen wurde.',
  ],
  'An escalated finding is settled by another auditor than the one who made it.': [
    'Un hallazgo elevado lo resuelve un auditor distinto del que lo registró.',
    'Über einen weitergereichten Befund entscheidet jemand anderes als die Person, die ihn festgehalten hat.',
  ],
  'Leave it to another auditor.': [
    'Déjelo a otro auditor.',
    'Überlassen Sie ihn einer anderen prüfenden Person.',
  ],
  'Nothing was said of this chart yet.': [
    'Todavía no se ha dicho nada de esta historia.',
    'Zu dieser Akte wurde noch nichts gesagt.',
  ],
  'Code it, or record a finding.': [
    'Codifíquela o registre un hallazgo.',
    'Kodieren Sie sie oder halten Sie einen Befund fest.',
  ],
  'A finding is still in dispute.': ['Un hallazgo sigue en disputa.', 'Ein Befund ist noch strittig.'],
  'Settle it, then close the review.': [
    'Resuélvalo y después cierre la revisión.',
    'Entscheiden Sie darüber und schließen Sie dann die Prüfung.',
  ],
  'The chart is with its coder.': [
    'La historia está en manos de su codificador.',
    'Die Akte liegt bei ihrer Kodierfachkraft.',
  ],
  'Wait until it is finished again.': [
    'Espere a que se termine de nuevo.',
    'Warten Sie, bis sie wieder abgeschlossen ist.',
  ],
  'There is nothing to answer.': ['No hay nada que contestar.', 'Es gibt nichts zu beantworten.'],
  'The finding agrees, or was taken back.': [
    'El hallazgo da la razón o se ha retirado.',
    'Der Befund stimmt zu oder wurde zurückgenommen.',
  ],
  'There is no such finding in this chart.': [
    'Esta historia no tiene ese hallazgo.',
    'Diese Akte hat keinen solchen Befund.',
  ],
  'You coded this chart yourself.': [
    'Usted mismo codificó esta historia.',
    'Sie haben diese Akte selbst kodiert.',
  ],
  'Leave its review to another auditor.': [
    'Deje su revisión a otro auditor.',
    'Überlassen Sie ihre Prüfung einer anderen Person.',
  ],
  'The time ends before it begins.': [
    'El periodo termina antes de empezar.',
    'Der Zeitraum endet, bevor er beginnt.',
  ],
  'There is no such chart in this sample.': [
    'Esta muestra no tiene esa historia.',
    'Diese Stichprobe hat keine solche Akte.',
  ],
  'Open the sample again.': ['Abra la muestra de nuevo.', 'Öffnen Sie die Stichprobe erneut.'],
  'Only the coder of the chart answers its findings.': [
    'Solo el codificador de la historia contesta a sus hallazgos.',
    'Nur die Kodierfachkraft der Akte beantwortet deren Befunde.',
  ],
  'Leave it to them.': ['Déjeselo a esa persona.', 'Überlassen Sie es ihr.'],
  'The review of this chart is closed.': [
    'La revisión de esta historia está cerrada.',
    'Die Prüfung dieser Akte ist abgeschlossen.',
  ],
  'Draw it in another sample to review it again.': [
    'Inclúyala en otra muestra para revisarla de nuevo.',
    'Ziehen Sie sie in einer anderen Stichprobe, um sie erneut zu prüfen.',
  ],
  'Rubricator is locked.': ['Rubricator está bloqueado.', 'Rubricator ist gesperrt.'],
  'Unlock it with your passphrase.': [
    'Desbloquéelo con su frase de acceso.',
    'Entsperren Sie es mit Ihrer Passphrase.',
  ],
  'Your account may not do this.': ['Su cuenta no tiene permiso para esto.', 'Ihr Konto darf das nicht.'],
  'Ask an administrator for the role it needs.': [
    'Pida a un administrador la función necesaria.',
    'Bitten Sie die Administration um die nötige Rolle.',
  ],
  'Emergency access has no passphrase.': [
    'El acceso de emergencia no tiene frase de acceso.',
    'Der Notfallzugang hat keine Passphrase.',
  ],
  'Set a new one for an account instead.': [
    'Ponga en su lugar una nueva a una cuenta.',
    'Setzen Sie stattdessen eine neue für ein Konto.',
  ],
  'Rubricator is unlocked already.': [
    'Rubricator ya está desbloqueado.',
    'Rubricator ist bereits entsperrt.',
  ],
  'Lock it first.': ['Bloquéelo primero.', 'Sperren Sie es zuerst.'],
  'Rubricator is being unlocked.': ['Rubricator se está desbloqueando.', 'Rubricator wird gerade entsperrt.'],
  'Wait a moment.': ['Espere un momento.', 'Warten Sie einen Augenblick.'],
  'The ledger {{1}} was not merged here.': [
    'El registro {{1}} no se ha incorporado aquí.',
    'Das Protokoll {{1}} wurde hier nicht zusammengeführt.',
  ],
  'Merge its file first.': ['Incorpore primero su archivo.', 'Führen Sie zuerst seine Datei zusammen.'],
  'Another verification, export or merge is under way.': [
    'Ya hay otra verificación, exportación o incorporación en curso.',
    'Eine andere Prüfung, Ausgabe oder Zusammenführung läuft noch.',
  ],
  'Your passphrase was set by somebody else.': [
    'Su frase de acceso la eligió otra persona.',
    'Ihre Passphrase hat jemand anderes gesetzt.',
  ],
  'Choose one of your own first.': ['Elija primero una propia.', 'Wählen Sie zuerst eine eigene.'],
  'It was cancelled.': ['Se ha cancelado.', 'Es wurde abgebrochen.'],
  'Start it again when you want it.': [
    'Iníciela de nuevo cuando quiera.',
    'Beginnen Sie es erneut, wenn Sie möchten.',
  ],
  // accounts, backup, sqlite: keys, backups, encrypted stores
  'After wrong attempts the next one is allowed in {{1}} s.': [
    'Tras intentos fallidos, el siguiente se admite dentro de {{1}} s.',
    'Nach falschen Versuchen ist der nächste erst in {{1}} s möglich.',
  ],
  'Wait until then. An administrator can set a new passphrase; the recovery key opens as well.': [
    'Espere hasta entonces. Un administrador puede fijar una nueva frase de acceso; la clave de recuperación también abre.',
    'Warten Sie bis dahin. Ein Administrator kann eine neue Passphrase setzen; auch der Wiederherstellungsschlüssel öffnet.',
  ],
  'Attempts to unlock cannot be recorded in the data folder.': [
    'No se pueden anotar los intentos de desbloqueo en la carpeta de datos.',
    'Versuche zu entsperren können im Datenordner nicht festgehalten werden.',
  ],
  'Check that the folder can be written and the disk is not full, then do it again.': [
    'Compruebe que la carpeta admite escritura y que el disco no está lleno, y repítalo.',
    'Prüfen Sie, ob der Ordner beschreibbar und der Datenträger nicht voll ist, und wiederholen Sie es dann.',
  ],
  'The first account must be an administrator.': [
    'La primera cuenta debe ser de administrador.',
    'Das erste Konto muss ein Administratorkonto sein.',
  ],
  'Give it that role; it can have the others as well.': [
    'Dele ese papel; puede tener también los demás.',
    'Geben Sie ihm diese Rolle; es kann die anderen ebenfalls haben.',
  ],
  'This is no recovery key: it was mistyped.': [
    'Esto no es una clave de recuperación: está mal escrita.',
    'Das ist kein Wiederherstellungsschlüssel: Er wurde falsch eingegeben.',
  ],
  'It has nine groups of four letters and digits. Compare it with the paper and type it again.': [
    'Tiene nueve grupos de cuatro letras y cifras. Compárela con el papel y escríbala de nuevo.',
    'Er hat neun Gruppen aus je vier Buchstaben und Ziffern. Vergleichen Sie ihn mit dem Papier und geben Sie ihn noch einmal ein.',
  ],
  'This recovery key does not open these charts.': [
    'Esta clave de recuperación no abre estas historias.',
    'Dieser Wiederherstellungsschlüssel öffnet diese Akten nicht.',
  ],
  'A newer one may have been printed since, or it belongs to another workstation.': [
    'Quizá se imprimió otra después, o es de otro puesto de trabajo.',
    'Vielleicht wurde seither ein neuerer gedruckt, oder er gehört zu einem anderen Arbeitsplatz.',
  ],
  'There is an account of this name.': [
    'Ya hay una cuenta con este nombre.',
    'Es gibt schon ein Konto dieses Namens.',
  ],
  'Choose another name.': ['Elija otro nombre.', 'Wählen Sie einen anderen Namen.'],
  'A disabled account has no passphrase any more.': [
    'Una cuenta desactivada ya no tiene frase de acceso.',
    'Ein gesperrtes Konto hat keine Passphrase mehr.',
  ],
  'Set a new passphrase for it: that enables it again.': [
    'Fije una nueva frase de acceso para ella: así se vuelve a activar.',
    'Setzen Sie eine neue Passphrase dafür: Das gibt es wieder frei.',
  ],
  'The new passphrase is the old one.': [
    'La nueva frase de acceso es la anterior.',
    'Die neue Passphrase ist die alte.',
  ],
  'Choose another one.': ['Elija otra.', 'Wählen Sie eine andere.'],
  'The key store of this computer does not hold the key of this account.': [
    'El almacén de claves de este equipo no contiene la clave de esta cuenta.',
    'Der Schlüsselspeicher dieses Rechners enthält den Schlüssel dieses Kontos nicht.',
  ],
  'Open with the recovery key and set a new passphrase for the account.': [
    'Abra con la clave de recuperación y fije una nueva frase de acceso para la cuenta.',
    'Öffnen Sie mit dem Wiederherstellungsschlüssel und setzen Sie eine neue Passphrase für das Konto.',
  ],
  'The last administrator cannot be disabled or lose this role.': [
    'El último administrador no se puede desactivar ni perder este papel.',
    'Der letzte Administrator kann weder gesperrt werden noch diese Rolle verlieren.',
  ],
  'Make another account administrator first.': [
    'Nombre antes administrador a otra cuenta.',
    'Machen Sie zuerst ein anderes Konto zum Administrator.',
  ],
  'Accounts have been set up here already.': ['Aquí ya hay cuentas.', 'Hier sind schon Konten eingerichtet.'],
  'Unlock with one of them.': ['Desbloquee con una de ellas.', 'Entsperren Sie mit einem davon.'],
  'The keys in the data folder cannot be read.': [
    'No se pueden leer las claves de la carpeta de datos.',
    'Die Schlüssel im Datenordner können nicht gelesen werden.',
  ],
  'Check that the folder can be read; restore it from a backup if keyring.json is missing.': [
    'Compruebe que la carpeta se puede leer; si falta keyring.json, restáurela de una copia de seguridad.',
    'Prüfen Sie, ob der Ordner lesbar ist; stellen Sie ihn aus einer Sicherung wieder her, wenn keyring.json fehlt.',
  ],
  'The keys cannot be written to the data folder.': [
    'No se pueden escribir las claves en la carpeta de datos.',
    'Die Schlüssel können nicht in den Datenordner geschrieben werden.',
  ],
  'Check that the folder can be written and the disk is not full. Nothing was changed.': [
    'Compruebe que la carpeta admite escritura y que el disco no está lleno. No se ha cambiado nada.',
    'Prüfen Sie, ob der Ordner beschreibbar und der Datenträger nicht voll ist. Nichts wurde geändert.',
  ],
  'The keys were written by a newer version of Rubricator (format {{1}}, this one knows {{2}}).': [
    'Las claves se escribieron con una versión más reciente de Rubricator (formato {{1}}; esta conoce el {{2}}).',
    'Die Schlüssel wurden von einer neueren Version von Rubricator geschrieben (Format {{1}}; diese kennt {{2}}).',
  ],
  'The keys in the data folder are damaged or were changed.': [
    'Las claves de la carpeta de datos están dañadas o se modificaron.',
    'Die Schlüssel im Datenordner sind beschädigt oder wurden verändert.',
  ],
  'Restore the data folder from a backup. Nothing was changed.': [
    'Restaure la carpeta de datos de una copia de seguridad. No se ha cambiado nada.',
    'Stellen Sie den Datenordner aus einer Sicherung wieder her. Nichts wurde geändert.',
  ],
  'The accounts in the data folder were changed outside Rubricator.': [
    'Las cuentas de la carpeta de datos se modificaron fuera de Rubricator.',
    'Die Konten im Datenordner wurden außerhalb von Rubricator verändert.',
  ],
  'The name or the passphrase is wrong.': [
    'El nombre o la frase de acceso no es correcto.',
    'Der Name oder die Passphrase ist falsch.',
  ],
  'Type both again. An administrator can set a new passphrase for you.': [
    'Escriba ambos de nuevo. Un administrador puede fijarle una nueva frase de acceso.',
    'Geben Sie beides noch einmal ein. Ein Administrator kann Ihnen eine neue Passphrase setzen.',
  ],
  'The key store of this computer does not work.': [
    'El almacén de claves de este equipo no funciona.',
    'Der Schlüsselspeicher dieses Rechners funktioniert nicht.',
  ],
  "Unlock the system's keyring, or log in again, and repeat it. Nothing was changed.": [
    'Desbloquee el llavero del sistema, o inicie sesión de nuevo, y repítalo. No se ha cambiado nada.',
    'Entsperren Sie den Schlüsselbund des Systems oder melden Sie sich neu an und wiederholen Sie es. Nichts wurde geändert.',
  ],
  'There is no such account.': ['No existe esa cuenta.', 'Ein solches Konto gibt es nicht.'],
  'Look at the list of accounts again.': [
    'Consulte de nuevo la lista de cuentas.',
    'Sehen Sie noch einmal in die Liste der Konten.',
  ],
  'The passphrase is too short: it needs at least {{1}} characters.': [
    'La frase de acceso es demasiado corta: necesita al menos {{1}} caracteres.',
    'Die Passphrase ist zu kurz: Sie braucht mindestens {{1}} Zeichen.',
  ],
  'Several words that do not belong together are easy to remember and hard to guess.': [
    'Varias palabras sin relación entre sí son fáciles de recordar y difíciles de adivinar.',
    'Mehrere Wörter, die nicht zusammengehören, sind leicht zu merken und schwer zu erraten.',
  ],
  'The passphrase is easy to guess.': [
    'La frase de acceso es fácil de adivinar.',
    'Die Passphrase ist leicht zu erraten.',
  ],
  'The backup cannot be written to {{1}}.': [
    'No se puede escribir la copia de seguridad en {{1}}.',
    'Die Sicherung kann nicht nach {{1}} geschrieben werden.',
  ],
  'Check that the folder can be written and the disk is not full, or choose another one. Nothing of it was kept.':
    [
      'Compruebe que la carpeta admite escritura y que el disco no está lleno, o elija otra. No se ha conservado nada de la copia.',
      'Prüfen Sie, ob der Ordner beschreibbar und der Datenträger nicht voll ist, oder wählen Sie einen anderen. Nichts davon wurde behalten.',
    ],
  'The backup was signed by another workstation than the one whose keys are in it.': [
    'La copia de seguridad la firmó otro puesto de trabajo, no aquel cuyas claves contiene.',
    'Die Sicherung wurde von einem anderen Arbeitsplatz unterschrieben als dem, dessen Schlüssel sie enthält.',
  ],
  'Use another backup. Nothing was changed.': [
    'Use otra copia de seguridad. No se ha cambiado nada.',
    'Verwenden Sie eine andere Sicherung. Nichts wurde geändert.',
  ],
  'A backup inside the data folder is none.': [
    'Una copia de seguridad dentro de la carpeta de datos no sirve.',
    'Eine Sicherung innerhalb des Datenordners ist keine.',
  ],
  'Choose a folder on another disk.': [
    'Elija una carpeta en otro disco.',
    'Wählen Sie einen Ordner auf einem anderen Datenträger.',
  ],
  'The backup cannot be put into the data folder.': [
    'No se puede poner la copia de seguridad en la carpeta de datos.',
    'Die Sicherung kann nicht in den Datenordner gelegt werden.',
  ],
  'Check that the folder can be written and the disk is not full. Everything is as it was.': [
    'Compruebe que la carpeta admite escritura y que el disco no está lleno. Todo está como estaba.',
    'Prüfen Sie, ob der Ordner beschreibbar und der Datenträger nicht voll ist. Alles ist, wie es war.',
  ],
  'A backup was being restored and cannot be finished.': [
    'Se estaba restaurando una copia de seguridad y no se puede terminar.',
    'Eine Sicherung wurde gerade wiederhergestellt und kann nicht fertiggestellt werden.',
  ],
  'Check that the data folder can be written and the disk is not full, then start Rubricator again.': [
    'Compruebe que la carpeta de datos admite escritura y que el disco no está lleno, y vuelva a iniciar Rubricator.',
    'Prüfen Sie, ob der Datenordner beschreibbar und der Datenträger nicht voll ist, und starten Sie Rubricator dann neu.',
  ],
  'This folder holds no backup.': [
    'Esta carpeta no contiene ninguna copia de seguridad.',
    'Dieser Ordner enthält keine Sicherung.',
  ],
  'Choose a folder that a backup was written to; its name begins with rubricator-backup.': [
    'Elija una carpeta en la que se escribió una copia; su nombre empieza por rubricator-backup.',
    'Wählen Sie einen Ordner, in den eine Sicherung geschrieben wurde; sein Name beginnt mit rubricator-backup.',
  ],
  'The backup was written by a newer version of Rubricator (format {{1}}, this one knows {{2}}).': [
    'La copia de seguridad se escribió con una versión más reciente de Rubricator (formato {{1}}; esta conoce el {{2}}).',
    'Die Sicherung wurde von einer neueren Version von Rubricator geschrieben (Format {{1}}; diese kennt {{2}}).',
  ],
  'The list of files in the backup was changed: its signature does not hold.': [
    'Se modificó la lista de archivos de la copia de seguridad: su firma no es válida.',
    'Die Dateiliste der Sicherung wurde verändert: Ihre Unterschrift stimmt nicht.',
  ],
  'The backup is incomplete: {{1}} is missing.': [
    'La copia de seguridad está incompleta: falta {{1}}.',
    'Die Sicherung ist unvollständig: {{1}} fehlt.',
  ],
  'A store cannot be copied because it is damaged: {{1}}.': [
    'No se puede copiar un almacén porque está dañado: {{1}}.',
    'Eine Ablage kann nicht kopiert werden, weil sie beschädigt ist: {{1}}.',
  ],
  'Verify the ledger and restore the data folder from an earlier backup.': [
    'Verifique el registro y restaure la carpeta de datos de una copia de seguridad anterior.',
    'Prüfen Sie das Protokoll und stellen Sie den Datenordner aus einer früheren Sicherung wieder her.',
  ],
  'The backup is damaged: {{1}} is not as it was written.': [
    'La copia de seguridad está dañada: {{1}} no está como se escribió.',
    'Die Sicherung ist beschädigt: {{1}} ist nicht so, wie es geschrieben wurde.',
  ],
  'The ledger in the backup does not verify.': [
    'El registro de la copia de seguridad no supera la verificación.',
    'Das Protokoll in der Sicherung besteht die Prüfung nicht.',
  ],
  'Check that the folder can be written and the disk has room for the file once more. Nothing was changed.': [
    'Compruebe que la carpeta admite escritura y que en el disco cabe el archivo una vez más. No se ha cambiado nada.',
    'Prüfen Sie, ob der Ordner beschreibbar ist und die Datei noch einmal auf den Datenträger passt. Nichts wurde geändert.',
  ],
  'Somebody may have replaced it: restore the data folder from a backup. Nothing was changed.': [
    'Puede que alguien lo haya sustituido: restaure la carpeta de datos de una copia de seguridad. No se ha cambiado nada.',
    'Vielleicht hat jemand sie ausgetauscht: Stellen Sie den Datenordner aus einer Sicherung wieder her. Nichts wurde geändert.',
  ],
  'Open it with an account of its data folder. Nothing was changed.': [
    'Ábralo con una cuenta de su carpeta de datos. No se ha cambiado nada.',
    'Öffnen Sie sie mit einem Konto ihres Datenordners. Nichts wurde geändert.',
  ],
  'Restore the data folder from a backup, keys and stores together. Nothing was changed.': [
    'Restaure la carpeta de datos de una copia de seguridad, claves y almacenes juntos. No se ha cambiado nada.',
    'Stellen Sie den Datenordner aus einer Sicherung wieder her, Schlüssel und Ablagen zusammen. Nichts wurde geändert.',
  ],
  'The {{1}} in {{2}} cannot be encrypted.': [
    '{{1}} ({{2}}): no se puede cifrar.',
    '{{1}} ({{2}}): kann nicht verschlüsselt werden.',
  ],
  'The ledger in {{1}} cannot be encrypted.': [
    'El registro en {{1}} no se puede cifrar.',
    'Das Protokoll in {{1}} kann nicht verschlüsselt werden.',
  ],
  'The chart store in {{1}} cannot be encrypted.': [
    'El almacén de historias en {{1}} no se puede cifrar.',
    'Die Aktenablage in {{1}} kann nicht verschlüsselt werden.',
  ],
  'The {{1}} in {{2}} is not encrypted, though it should be.': [
    '{{1}} ({{2}}): no está cifrado, aunque debería estarlo.',
    '{{1}} ({{2}}): ist nicht verschlüsselt, sollte es aber sein.',
  ],
  'The ledger in {{1}} is not encrypted, though it should be.': [
    'El registro en {{1}} no está cifrado, aunque debería estarlo.',
    'Das Protokoll in {{1}} ist nicht verschlüsselt, sollte es aber sein.',
  ],
  'The chart store in {{1}} is not encrypted, though it should be.': [
    'El almacén de historias en {{1}} no está cifrado, aunque debería estarlo.',
    'Die Aktenablage in {{1}} ist nicht verschlüsselt, sollte es aber sein.',
  ],
  'The {{1}} in {{2}} is encrypted.': ['{{1}} ({{2}}): está cifrado.', '{{1}} ({{2}}): ist verschlüsselt.'],
  'The ledger in {{1}} is encrypted.': [
    'El registro en {{1}} está cifrado.',
    'Das Protokoll in {{1}} ist verschlüsselt.',
  ],
  'The chart store in {{1}} is encrypted.': [
    'El almacén de historias en {{1}} está cifrado.',
    'Die Aktenablage in {{1}} ist verschlüsselt.',
  ],
  'The {{1}} in {{2}} was encrypted with another key, or its beginning is damaged.': [
    '{{1}} ({{2}}): se cifró con otra clave o tiene el comienzo dañado.',
    '{{1}} ({{2}}): wurde mit einem anderen Schlüssel verschlüsselt, oder der Anfang ist beschädigt.',
  ],
  'The ledger in {{1}} was encrypted with another key, or its beginning is damaged.': [
    'El registro en {{1}} se cifró con otra clave o tiene el comienzo dañado.',
    'Das Protokoll in {{1}} wurde mit einem anderen Schlüssel verschlüsselt, oder der Anfang ist beschädigt.',
  ],
  'The chart store in {{1}} was encrypted with another key, or its beginning is damaged.': [
    'El almacén de historias en {{1}} se cifró con otra clave o tiene el comienzo dañado.',
    'Die Aktenablage in {{1}} wurde mit einem anderen Schlüssel verschlüsselt, oder der Anfang ist beschädigt.',
  ],
  'Only the workstation that keeps a ledger can sign it.': [
    'Solo el puesto que lleva un registro puede firmarlo.',
    'Nur der Arbeitsplatz, der ein Protokoll führt, kann es signieren.',
  ],
  'Have it exported there, or export it here in another form.': [
    'Expórtelo allí, o expórtelo aquí en otro formato.',
    'Lassen Sie es dort ausgeben, oder geben Sie es hier in anderer Form aus.',
  ],
  'The file {{1}} cannot be read.': [
    'El archivo {{1}} no se puede leer.',
    'Die Datei {{1}} kann nicht gelesen werden.',
  ],
  'The file is no signed ledger.': [
    'El archivo no es un registro firmado.',
    'Die Datei ist kein unterschriebenes Protokoll.',
  ],
  'Choose the file that the other workstation exported as its signed ledger.': [
    'Elija el archivo que el otro puesto exportó como registro firmado.',
    'Wählen Sie die Datei, die der andere Arbeitsplatz als unterschriebenes Protokoll exportiert hat.',
  ],
  'The file was changed while it was read.': [
    'El archivo cambió mientras se leía.',
    'Die Datei wurde geändert, während sie gelesen wurde.',
  ],
  'Merge it again. Nothing was taken from it.': [
    'Vuelva a incorporarlo. No se ha tomado nada de él.',
    'Führen Sie sie noch einmal zusammen. Nichts wurde daraus übernommen.',
  ],
  'This merge was not asked about.': [
    'No se preguntó por esta incorporación.',
    'Nach dieser Zusammenführung wurde nicht gefragt.',
  ],
  'Choose the file again.': ['Elija el archivo de nuevo.', 'Wählen Sie die Datei noch einmal.'],
  'Another ledger is being merged.': [
    'Se está incorporando otro registro.',
    'Ein anderes Protokoll wird gerade zusammengeführt.',
  ],
  'The store of merged ledgers in {{1}} cannot be opened.': [
    'No se puede abrir el almacén de registros incorporados en {{1}}.',
    'Die Ablage der zusammengeführten Protokolle in {{1}} kann nicht geöffnet werden.',
  ],
  'The store of merged ledgers was written by a newer version of Rubricator (schema {{1}}, this one knows {{2}}).':
    [
      'El almacén de registros incorporados se escribió con una versión más reciente de Rubricator (esquema {{1}}; esta conoce el {{2}}).',
      'Die Ablage der zusammengeführten Protokolle wurde von einer neueren Version von Rubricator geschrieben (Schema {{1}}; diese kennt {{2}}).',
    ],
  'The last checkpoint of the ledger does not hold.': [
    'El último punto de control del registro no es válido.',
    'Der letzte Prüfpunkt des Protokolls hält nicht stand.',
  ],
  'Verify the ledger.': ['Verifique el registro.', 'Prüfen Sie das Protokoll.'],
  'Entry {{1}} of the ledger was changed.': [
    'La entrada {{1}} del registro fue modificada.',
    'Eintrag {{1}} des Protokolls wurde verändert.',
  ],
  'The ledger ends at entry {{1}}, but {{2}} entries were checkpointed on {{3}}.': [
    'El registro termina en la entrada {{1}}, pero el punto de control abarca {{2}} entradas ({{3}}).',
    'Das Protokoll endet mit Eintrag {{1}}, der Prüfpunkt umfasst aber {{2}} Einträge ({{3}}).',
  ],
  'Its end was cut off, or an older copy was put in its place. Put the newest ledger back, or restore a backup in the program.':
    [
      'Se cortó su final o se puso en su lugar una copia anterior. Devuelva el registro más reciente o restaure una copia de seguridad en el programa.',
      'Sein Ende wurde abgeschnitten oder durch eine ältere Kopie ersetzt. Legen Sie das neueste Protokoll zurück oder stellen Sie im Programm eine Sicherung wieder her.',
    ],
  'The ledger is not the one of which {{1}} entries were checkpointed on {{2}}.': [
    'El registro no es aquel cuyo punto de control abarca {{1}} entradas ({{2}}).',
    'Das Protokoll ist nicht das, dessen Prüfpunkt {{1}} Einträge umfasst ({{2}}).',
  ],
  'An older copy was continued, or another ledger was put in its place. Put the right ledger back, or restore a backup in the program.':
    [
      'Se continuó una copia anterior o se puso otro registro en su lugar. Devuelva el registro correcto o restaure una copia de seguridad en el programa.',
      'Eine ältere Kopie wurde fortgeführt oder ein anderes Protokoll an seine Stelle gelegt. Legen Sie das richtige Protokoll zurück oder stellen Sie im Programm eine Sicherung wieder her.',
    ],
  'The anchor beside the ledger is damaged, or is of another workstation.': [
    'El ancla junto al registro está dañada o es de otro puesto de trabajo.',
    'Der Anker neben dem Protokoll ist beschädigt oder gehört zu einem anderen Arbeitsplatz.',
  ],
  'Put the right file back, or restore a backup in the program.': [
    'Devuelva el archivo correcto o restaure una copia de seguridad en el programa.',
    'Legen Sie die richtige Datei zurück oder stellen Sie im Programm eine Sicherung wieder her.',
  ],
  'The ledger is missing, but {{1}} entries were checkpointed on {{2}}.': [
    'Falta el registro, pero su punto de control abarca {{1}} entradas ({{2}}).',
    'Das Protokoll fehlt, sein Prüfpunkt umfasst aber {{1}} Einträge ({{2}}).',
  ],
  'Put it back, or restore a backup in the program.': [
    'Devuélvalo o restaure una copia de seguridad en el programa.',
    'Legen Sie es zurück oder stellen Sie im Programm eine Sicherung wieder her.',
  ],
  'The ledger {{1}} is encrypted.': [
    'El registro {{1}} está cifrado.',
    'Das Protokoll {{1}} ist verschlüsselt.',
  ],
  'Verify it in the program, or have it exported there and verify the export.': [
    'Verifíquelo en el programa, o expórtelo allí y verifique la exportación.',
    'Prüfen Sie es im Programm, oder exportieren Sie es dort und prüfen Sie den Export.',
  ],
  'There is no entry {{1}}.': ['No existe la entrada {{1}}.', 'Den Eintrag {{1}} gibt es nicht.'],
  'Choose one of the ledger.': ['Elija una del registro.', 'Wählen Sie einen des Protokolls.'],
  'Entry {{1}} is of an older version of Rubricator, whose texts cannot be left out.': [
    'La entrada {{1}} es de una versión anterior de Rubricator, cuyos textos no pueden omitirse.',
    'Eintrag {{1}} stammt von einer älteren Version von Rubricator, deren Texte nicht weggelassen werden können.',
  ],
  'Prove it with its texts.': ['Pruébela con sus textos.', 'Weisen Sie ihn mit seinen Texten nach.'],
  'The file holds no public key of a ledger.': [
    'El archivo no contiene la clave pública de un registro.',
    'Die Datei enthält keinen öffentlichen Schlüssel eines Protokolls.',
  ],
  'Choose the file that the workstation exported as its public key.': [
    'Elija el archivo que el puesto de trabajo exportó como su clave pública.',
    'Wählen Sie die Datei, die der Arbeitsplatz als seinen öffentlichen Schlüssel exportiert hat.',
  ],
  'This computer has no key store that protects anything.': [
    'Este equipo no tiene un almacén de claves que proteja algo.',
    'Dieser Rechner hat keinen Schlüsselspeicher, der etwas schützt.',
  ],
  'Set one up, or start without RUBRICATOR_SYSTEM_KEYS.': [
    'Configure uno, o inicie sin RUBRICATOR_SYSTEM_KEYS.',
    'Richten Sie einen ein, oder starten Sie ohne RUBRICATOR_SYSTEM_KEYS.',
  ],
};
