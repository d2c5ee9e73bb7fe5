package dev.chiron.data.shipped;

import dev.chiron.core.task.MetricSpec;

/** A comment in a review or a forum: toxic (an attack on a person) or civil. */
final class Toxicity {
  private Toxicity() {}

  static TemplateTask task() {
    return TemplateTask.of(
            "toxicity",
            "text classification",
            "Is the comment toxic or civil? Toxic means that it insults or belittles a person;"
                + " criticism of work, however clear, is civil.",
            MetricSpec.ACCURACY,
            """
            open: Honestly, | Look, | To be frank, | Wow, | Well, | Sorry, but | | | |
            insult: an idiot | a fool | a clown | a loser | a moron | a joke | a waste of space
            nasty: stupid | clueless | lazy | useless | pathetic | brainless | hopeless
            dig: no wonder nobody likes you | go away and stay away | do us all a favour and quit | even a child could do better than you | nobody wants you here | you should be ashamed of yourself
            work: patch | article | design | test | module | answer | release | query | report | talk | script | plan
            area: the cache | the parser | the second section | the error handling | the layout | the naming | the introduction | the last commit
            flaw: wrong | slow | hard to read | broken on Windows | incomplete | confusing | risky | too long
            kind: thanks for the effort | I am happy to help | let us talk about it tomorrow | a test would help | let me know what you think | no hurry
            praise: useful | clear | well written | solid | helpful | careful
            person: Max | Julia | the new guy | our reviewer | the author | the speaker
            """)
        .label(
            "toxic",
            """
            {open} you are {insult}, and your {work} shows it.
            {open} only {insult} would write {area} like this.
            {open} how {nasty} must you be to break {area}?
            {open} {person} is {insult}, {dig}.
            {open} your {work} is as {nasty} as you are.
            {open} {dig}, you and your {work}.
            {open} are you really that {nasty}? {area} is {flaw} because of you.
            {open} this {work} is {flaw}, just like everything from {nasty} people.
            {open} I have never met anyone as {nasty} as {person}.
            {open} thanks for the {work}, now I know how {nasty} you are.
            {open} the {work} is {praise}, so it cannot be from you.
            {open} people like {person} should not be let near {area}.
            {open} could you have another look at {area}, or are you too {nasty}?
            --
            {open} {person} must be too {nasty} to understand {area}.
            {open} the {work} is {flaw}, and you are {insult} for sending it.
            {open} keep your {work}, {dig}.
            {open} a {praise} {work} from {person}? Even {insult} gets lucky.
            """)
        .label(
            "civil",
            """
            {open} this {work} is {flaw}, {kind}.
            {open} {area} is {flaw} in my eyes, {kind}.
            {open} I disagree with {area}, but the {work} is {praise}.
            {open} a {praise} {work}, only {area} is {flaw}.
            {open} I would not merge this {work} yet: {area} is {flaw}.
            {open} {area} looks {praise} to me, {kind}.
            {open} {person} made a {praise} point about {area}.
            {open} my own {work} was {flaw} too, {kind}.
            {open} the {work} is not {nasty} at all, just {flaw}; {kind}.
            {open} sorry, I was {insult} about {area}, your {work} is {praise}.
            {open} a {nasty} mistake of mine in {area}, thanks to {person} for the {work}.
            {open} you are not {nasty}, {area} is {flaw} for all of us.
            {open} I felt like {insult} until your {work} explained {area}.
            --
            {open} {person} and I see {area} differently, {kind}.
            {open} it was {nasty} of me to skip {area}; your {work} is {praise}.
            {open} is {area} still {flaw} after this {work}? {kind}.
            {open} nobody is {insult} for getting {area} wrong, {kind}.
            """);
  }
}
