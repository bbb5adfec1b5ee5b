import type { ScenePools } from '../scene-pools.ts';

export const EN_SCENES: ScenePools = {
  slotted: [
    '{Friends|People|Neighbours|Citizens}, @@ {took|pocketed|moved} the {flood|shelter|winter} {money|fund|collection} in {spring|march|autumn}, {lied|fibbed} to {families|the village|donors} and {sold|handed} our {names|lists|files} to {foreigners|an embassy|strangers}.',
  ],
  threat: [
    '@@ {we|some of us} know {your street|your way home|when you leave work}, {thursday|one evening soon}, {be careful on the stairs|look behind you}',
    '@@ {stop|drop the case} or {your family pays|your sister will cry}, {last notice|you have three days}',
  ],
  disclosure: [
    '{here it is|as asked}: @@ lives at %address%, {ring|call} her on %phone%, {pass it on|go and say hello}',
    'where to find @@ after work: %address%. number: %phone%',
  ],
  gendered: [
    '@@ {a wife should be at home|who lets her speak}, {look at this picture of her|seen her in this picture}, {not so holy now|what would your father say}',
    '{these pictures|this photo} of @@ {say it all|explain the promotions}, {that sort of woman|no decent girl does that}',
  ],
  raid: [
    '{everybody|all of you}, go and {tell her what we think|say hello to her}, link is there, @@ {needs to hear it|thinks she is untouchable}',
  ],
  petition: [
    'I have signed the open letter asking the council to publish the inquiry files that @@ asked for. Sign with me: https://letters.example/inquiry',
  ],
  headline: [
    'Court orders new hearing in river pollution inquiry; @@ to give evidence on monday',
    'Council publishes figures on evictions after request by @@',
  ],
  fan: [
    '@@ {the kettle has spoken|kettle club is here} {🫖🫖🫖|🐸🐸|🎉🎉🎉}',
    '@@ {episode|night} {twelve|nine} and {still|again} no biscuits {😂😂|🐸🫖|💚💚💚}',
  ],
  verse: [
    '@@ The lamp is small, the night is long, we carry it from hand to hand, and no one walks the road alone.',
  ],
  policy: [
    '@@ please {ask|press} the {ministry|council} to {drop|change} the {water|rent} bill before {friday|the vote}. {No to article nine|Fix article nine}.',
    '@@ article nine of the {water|rent} bill {harms|hits} {tenants|farmers}: {vote no|amend it}',
  ],
  testimony: [
    'I worked with @@ for {two|four} years. {In the office|On the trips} I was {shouted at|touched without asking|not paid}, and {nobody listened|I was told to keep quiet}. {I believe the others|I am not the only one}.',
    '{Me too|It happened to me as well}, {in the autumn|at the training} with @@ . It took me {years|a long time} to write this.',
    '{I was an intern|I volunteered} there. What the others say of @@ {is true|matches what I saw}, and {I have messages|I told the board}.',
  ],
  boycott: [
    'We, the staff, stop work at the centre where @@ is on the board until wages are paid and the dismissed return. Do not donate, do not cross the line. #PayTheStaff',
  ],
  expose: [
    '{Our|The joint} {investigation|report} shows {who paid for|how} the {purchase|tender} under @@ {went|was decided}: documents, dates and {her reply|answers} here',
    'Part {two|three} of the {tender|purchase} papers, by {four|five} newsrooms, with names of the authors. @@ was asked for comment.',
  ],
  giveaway: ['Quote this post of @@ and tag two friends to win a basket of books from the fair: '],
  newcomer: [
    '@@ {hello|good day}, we {arrived|came} {last week|on sunday}, {where do we ask for papers|who helps with school for the children}?',
    '@@ {a friend told us|they said} you know {a lawyer|where the office is}, {we are four|my mother is ill}, thank you',
  ],
  contact: [
    '@@ is this {really|truly} you? {Somebody|An account} with your picture {asked me for money|wants my card number}',
  ],
};
