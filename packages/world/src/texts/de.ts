import type { BasePools } from './base-pools.ts';

export const DE: BasePools = {
  chatter: [
    '{der Bus|die Bahn|der Zug} {kommt spät|ist voll|fällt aus} wie immer, {ich laufe|bis in einer Stunde}',
    '{kennt jemand|wer weiß} ein {ruhiges|günstiges} {Café|Lokal} {am Fluss|beim Bahnhof|am Markt}?',
    '{endlich|heute} {das Buch|die Serie|das Puzzle} fertig, {was für ein Ende|verrate nichts}',
    '{Regen|Wind|Sonne} {den ganzen Tag|seit früh}, {der Garten|der Balkon} {freut sich|leidet}',
    'neues Rezept: {Linsen|Auflauf|Suppe} mit {Zitrone|Knoblauch|Kümmel}',
  ],
  neutral: [
    '@@ {wann|wo} ist {die nächste|das nächste Mal eine} {Sitzung|Anhörung|Lesung}?',
    '@@ gibt es {einen Link|eine Quelle|den Volltext} zu {dem|der zweiten Zahl}?',
    '@@ {heute früh|im Zug|eben} {gelesen|gesehen}, {leite es weiter|lese es noch mal}',
    '@@ gibt es {eine Aufnahme|ein Protokoll|eine Übersetzung} {vom Podium|vom Vortrag}?',
    '@@ {im Kurs|im Büro|in der Runde} haben wir über {den Artikel|den Beitrag} {geredet|gestritten}',
    '@@ kleiner {Tippfehler|Dreher} im {dritten|letzten} Absatz',
  ],
  supportive: [
    '@@ {vielen Dank|herzlichen Dank} für {diese Arbeit|die Geduld|alles das}',
    '@@ {wir denken an Sie|Sie sind nicht allein}, {geben Sie acht|weiter so}',
    '@@ {schön|gut}, Sie {zu lesen|zu kennen}, {wichtige|geduldige} Arbeit',
    '@@ Sie haben {gesagt|geschrieben}, was {viele|so manche} {denken|fühlen}. {Hut ab|Alles Gute}',
    '@@ {aus|mit} {unserer Straße|dem ganzen Team}, {liebe Grüße|viel Kraft}',
    '@@ {guter|starker} {Text|Bericht|Vortrag}, {teile ich|sollten alle lesen}',
  ],
  critical: [
    '@@ {dem letzten|diesem} {Beitrag|Punkt} stimme ich nicht zu, die {Zahlen|Daten} {passen nicht|sagen anderes}',
    '@@ {die andere Seite|die Läden} {fehlt|fehlen} hier, das ist {unfair|einseitig}',
    '@@ {pardon, aber|ehrlich gesagt} {das Argument|der Plan} ist {schwach|naiv}, {bitte prüfen|noch mal ran}',
    '@@ {sonst|früher} bin ich bei Ihnen, {hier nicht|das ist falsch}',
    '@@ wer hat das {geprüft|redigiert}? {Punkt zwei|Der Kern} {führt irre|stimmt nicht}',
    '@@ die Sperre hat {Pflegerinnen|Fahrer} {aufgehalten|getroffen}, {keine gute Idee|ich bin sauer}',
  ],
  hostile: [
    '@@ {keiner|hier keiner} {will dich|braucht dich}, {zieh Leine|pack die Koffer|mach dich vom Acker}',
    '@@ {du bist|was für} {ein Jammer|eine Witzfigur}, {halt den Rand|versteck dich}',
    '@@ {das ganze Dorf|die halbe Stadt} {lacht|spottet} über dich, {Clownin|Null}',
    '@@ {red nur weiter|mach nur} und {du wirst sehen|das rächt sich}, {Petze|Überläuferin}',
    '@@ {fieses|mieses} {Ding|Stück}, {kein Anstand|uns wird übel}, {raus hier|verschwinde}',
    '@@ {gekaufte|bezahlte} {Puppe|Marionette}, {wir wissen, wer du bist|deine Zeit läuft ab}',
    '@@ {dumme|irre} {Ziege|Heulsuse}, {lösch dein Konto|keiner glaubt dir}',
    '@@ {hoffentlich|bald} {verlierst du alles|bist du allein|jagt man dich fort}, {Natter|Schmarotzerin}',
  ],
  smear: [
    'Fragt @@ , wer {die Wohnung|die Reisen|das Büro} zahlt. Geld von draußen, Tränen vor der Kamera, und {Spenden|Hilfen}, die keine Familie je sah. Ein Betrug mit Lächeln.',
    'Die Geschichte von @@ : nahm {die Heimkasse|das Flutgeld}, ließ im Stich, wer vertraute, und spielt nun das Opfer. Teilt es, bevor es weg ist!',
  ],
  paraphrase: [
    '@@ {komisch|seltsam}, dass {das Geld|die Kasse} {nach Ihnen|im Frühjahr} {fehlt|weg war}',
    'hat @@ {die Belege|die Bücher} je gezeigt? {nur eine Frage|glaub kaum}',
    '{man sagt|ich hörte}, @@ {isst|trifft sich} mit {Botschaftsleuten|komischen Herren}, {denkt euch was|hm}',
    'manche {Heldinnen|Aktiven} {leben|reisen} {sehr gut|erster Klasse}, nicht wahr @@ ?',
    '@@ {weint|redet} {für die Kamera|fürs Publikum}, und {Familien|Dörfer} {warten|sind vergessen}',
  ],
  solidarity: [
    'Ich stehe neben @@ . Für Rechte anderer einzutreten ist kein Vergehen. Wir bitten um Schutz für alle, die laut werden, und wir bitten wieder. #VieleStimmen',
    'Heute Abend eine Kerze für @@ und alle, die für Nachbarn aufstehen. Ihr seid nicht allein: abschreiben und weitergeben. #LichtImFenster',
  ],
  news: [
    '{Eilmeldung|Eben|Meldung}: {Rat|Gericht|Kommission} {hört|lädt} @@ zum {Wasser|Wohnungs|Land}streit',
    '@@ im {Urteil|Bericht} zu {Fluss|Räumungen} {genannt|zitiert}, {mehr folgt|Text kommt}',
    '{wohl|offenbar} hat @@ {zwei|drei} Stunden {ausgesagt|geredet}, {gibt es einen Stream|wer schaut}?',
    'was {ändert|heißt} {das Urteil|der Bericht} mit @@ für {das Tal|Mieter}?',
    'das Radio hat eben @@ {erwähnt|befragt}, {unerwartet|spannend}',
  ],
  own: [
    '{Unser|Der} {neuer|zweiter} Bericht zu {Fluss|Räumungen|Haft} ist online.',
    '{Dank|Danke} an alle, die {gestern|heute} zur {Anhörung|Mahnwache} kamen.',
    'Sprechstunde am {Donnerstag|Samstag}: bringt {Papiere|Fragen} mit.',
    'Wir schrieben {wieder|zum dritten Mal} ans {Ministerium|Rathaus}. {Keine Antwort|Hier der Brief}.',
  ],
  report: [
    'dieses Konto {bricht|missachtet} Regeln, {bitte löschen|weg damit}',
    '{falsches|kopiertes} Profil, {sperren|schließen}',
    '{schreibt|verbreitet} täglich {Lügen|Hass}',
    'das {kränkt|stört} mich',
  ],
};
