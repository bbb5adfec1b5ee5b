import type { ScenePools } from '../scene-pools.ts';

export const DE_SCENES: ScenePools = {
  slotted: [
    '{Freunde|Leute|Nachbarn|Mitbürger}, @@ hat {im Frühjahr|im März|im Herbst} {das Geld|die Kasse|die Spende} {vom Heim|der Flut|vom Winterfest} {genommen|behalten|verschoben}, {Familien|das Dorf|Spender} {belogen|getäuscht} und {unsere Namen|unsere Listen|die Akten} an {Fremde|eine Botschaft|Ausländer} {gegeben|gereicht}.',
  ],
  threat: [
    '@@ {wir kennen|mancher kennt} {deine Straße|deinen Heimweg|deine Uhrzeit}, {am Donnerstag|bald abends}, {Vorsicht auf der Treppe|dreh dich um}',
    '@@ {lass den Fall|hör auf} oder {die Familie zahlt|deine Schwester weint}, {letzte Warnung|du hast drei Tage}',
  ],
  disclosure: [
    '{bitte sehr|wie gewünscht}: @@ wohnt %address%, {ruft an|Telefon} %phone%, {weitergeben|schaut vorbei}',
    'wo man @@ nach der Arbeit findet: %address%. Nummer: %phone%',
  ],
  gendered: [
    '@@ {eine Ehefrau gehört heim|wer lässt sie reden}, {seht euch das Bild an|kennt ihr das Foto}, {doch nicht so brav|was sagt der Vater}',
    '{diese Bilder|dieses Foto} von @@ {sagen alles|erklären den Posten}, {so läuft keine Anständige herum|die Sorte kennt man}',
  ],
  raid: [
    '{Jungs|alle}, {geht hin|sagt ihr die Meinung}, Link ist da, @@ {soll es hören|hält sich für unantastbar}',
  ],
  petition: [
    'Ich habe den offenen Brief unterschrieben, der den Rat bittet, die von @@ verlangten Akten zu zeigen. Unterschreib auch: https://letters.example/inquiry',
  ],
  headline: [
    'Gericht setzt neue Anhörung zum Fluss an; @@ sagt am Montag aus',
    'Rat legt Zahlen zu Räumungen offen, Anfrage kam von @@',
  ],
  fan: [
    '@@ {der Kessel hat gesprochen|Kesselklub ist da} {🫖🫖🫖|🐸🐸|🎉🎉🎉}',
    '@@ {Folge|Abend} {zwölf|neun} und {immer noch|wieder} keine Kekse {😂😂|🐸🫖|💚💚💚}',
  ],
  verse: [
    '@@ Das Licht ist klein, die Nacht ist lang, wir reichen es von Hand zu Hand, und keiner geht den Weg allein.',
  ],
  policy: [
    '@@ bitte {fragen|drängen} Sie {das Ministerium|den Rat}, das {Wasser|Miet}gesetz vor {Freitag|der Abstimmung} zu {ändern|stoppen}. {Nein zu Artikel neun|Artikel neun nachbessern}.',
    '@@ Artikel neun im {Wasser|Miet}gesetz {schadet|trifft} {Mietern|Bauern}: {stimmt dagegen|ändert ihn}',
  ],
  testimony: [
    'Ich habe {zwei|vier} Jahre mit @@ gearbeitet. {Im Büro|Auf Reisen} wurde ich {angeschrien|ungefragt berührt|nicht bezahlt}, und {niemand hörte zu|ich sollte schweigen}. {Ich glaube den anderen|Ich bin nicht die Einzige}.',
    '{Mir auch|Bei mir war es so}, {im Herbst|im Seminar} mit @@ . Ich brauchte {Jahre|lange}, das zu schreiben.',
    '{Ich war Praktikantin|Ich half} dort. Was man über @@ sagt, {stimmt|deckt sich mit dem, was ich sah}, {es gibt Nachrichten|der Vorstand wusste davon}.',
  ],
  boycott: [
    'Wir Beschäftigten legen die Arbeit im Zentrum nieder, in dessen Vorstand @@ sitzt, bis Löhne gezahlt sind und Entlassene zurückkehren. Spendet nicht, springt nicht ein. #LohnFürAlle',
  ],
  expose: [
    '{Unsere|Die} gemeinsame Recherche zeigt, {wer zahlte|wie es lief} beim {Kauf|Auftrag} unter @@ : Belege, Daten und {ihre Antwort|Stellungnahmen}',
    'Teil {zwei|drei} der Papiere zum {Kauf|Auftrag}, {vier|fünf} Redaktionen, mit Namen. @@ wurde befragt.',
  ],
  giveaway: [
    'Zitiere diesen Beitrag von @@ und markiere zwei Freunde, zu gewinnen ist ein Korb Bücher von der Messe: ',
  ],
  newcomer: [
    '@@ {guten Tag|hallo}, wir sind {letzte Woche|am Sonntag} {angekommen|hergekommen}, {wo fragt man nach Papieren|wer hilft mit der Schule}?',
    '@@ {eine Freundin sagte|man sagte uns}, Sie kennen {eine Anwältin|das Büro}, {wir sind vier|meine Mutter ist krank}, danke',
  ],
  contact: [
    '@@ sind Sie das {wirklich|selbst}? {Jemand|Ein Konto} mit Ihrem Bild {will Geld von mir|fragt nach meiner Karte}',
  ],
};
