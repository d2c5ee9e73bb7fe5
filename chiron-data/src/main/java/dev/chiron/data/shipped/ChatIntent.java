package dev.chiron.data.shipped;

import dev.chiron.core.task.MetricSpec;

/** A chat message to a shop to the customer's intent. */
final class ChatIntent {
  private ChatIntent() {}

  static TemplateTask task() {
    return TemplateTask.of(
            "chat-intent",
            "text classification",
            "What does the customer of the shop want? Answer with one of: track_order,"
                + " cancel_order, return_item, opening_hours, check_stock, talk_to_human.",
            MetricSpec.MACRO_F1,
            """
            hi: hi | hello | hey there | good evening | hi, quick question: | sorry to bother you, | morning! | | |
            bye: thanks | thx | please | thank you! | cheers | | |
            n: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
            id: {n}{n}{n} | A{n}{n} | {n}0{n}{n} | B-{n}{n}
            item: jacket | toaster | red scarf | garden chair | phone case | blue jeans | bike helmet | tea pot | board game | rain boots | desk | camera
            day: Monday | Tuesday | Friday | Saturday | Sunday | Christmas Eve | Easter Monday | New Year's Eve
            place: Cologne | Bath | Utrecht | York | Nice | Bern | Ghent
            size: small | medium | large | size 38 | size 42 | green | black
            """)
        .label(
            "track_order",
            """
            {hi} where is my order {id}? {bye}
            {hi} has the {item} been sent yet? order {id} {bye}
            {hi} when will the {item} arrive? {bye}
            {hi} any news on order {id}, it should come on {day} {bye}
            {hi} can you track parcel {id} for me {bye}
            {hi} I'm still waiting for my {item}, ordered on {day} {bye}
            {hi} what is the status of order {id}? {bye}
            --
            {hi} my {item} was due on {day}, where is the parcel? {bye}
            {hi} how far is order {id} on its way to {place}? {bye}
            """)
        .label(
            "cancel_order",
            """
            {hi} please cancel order {id} {bye}
            {hi} I don't need the {item} any more, can you stop the order? {bye}
            {hi} I ordered the {item} twice, cancel one of them {bye}
            {hi} cancel my {item} before it is sent {bye}
            {hi} I changed my mind about order {id}, cancel it {bye}
            {hi} is it too late to cancel the {item}? {bye}
            {hi} withdraw my order {id} from {day} {bye}
            --
            {hi} please stop order {id}, I bought the {item} elsewhere {bye}
            {hi} I want to cancel what I ordered on {day} {bye}
            """)
        .label(
            "return_item",
            """
            {hi} the {item} is too {size}, I want to send it back {bye}
            {hi} how do I return the {item}? {bye}
            {hi} my {item} came broken, I'd like my money back {bye}
            {hi} can I exchange the {item} from order {id} for a {size} one? {bye}
            {hi} I need a return label for order {id} {bye}
            {hi} the {item} is not what I ordered, I am returning it {bye}
            {hi} may I bring the {item} back to the shop in {place}? {bye}
            --
            {hi} I'd like to give the {item} back, it does not fit {bye}
            {hi} where do I get the label to return my {item}? {bye}
            """)
        .label(
            "opening_hours",
            """
            {hi} are you open on {day}? {bye}
            {hi} what time does the shop in {place} close on {day}? {bye}
            {hi} when do you open in {place}? {bye}
            {hi} opening hours on {day} {bye}
            {hi} until when can I come to the {place} store on {day}? {bye}
            {hi} is your shop in {place} closed on {day}? {bye}
            {hi} how late are you open on {day} in {place}? {bye}
            --
            {hi} do you open early on {day} in {place}? {bye}
            {hi} at what hour do you close in {place}? {bye}
            """)
        .label(
            "check_stock",
            """
            {hi} do you have the {item} in {size}? {bye}
            {hi} is the {item} in stock in {place}? {bye}
            {hi} when will the {item} be available again? {bye}
            {hi} how many of the {item} are left in {size}? {bye}
            {hi} is the {size} {item} sold out? {bye}
            {hi} can I still get the {item} in {place}? {bye}
            {hi} do you sell the {item} in {size} too? {bye}
            --
            {hi} is there a {size} {item} left in stock? {bye}
            {hi} will you have more of the {item} in {place} soon? is it sold out? {bye}
            """)
        .label(
            "talk_to_human",
            """
            {hi} can I talk to a person about order {id}? {bye}
            {hi} I want to speak to a real human {bye}
            {hi} please connect me to an agent, it is about my {item} {bye}
            {hi} call me back on {day}, I do not want to chat with a bot {bye}
            {hi} give me someone from your staff, this bot does not help with the {item} {bye}
            {hi} is there a phone number where I can talk to somebody about order {id}? {bye}
            {hi} get me your manager, it's about the {item} {bye}
            --
            {hi} I would rather speak with a person about my {item} {bye}
            {hi} let me talk to an employee in {place}, no bot {bye}
            """);
  }
}
