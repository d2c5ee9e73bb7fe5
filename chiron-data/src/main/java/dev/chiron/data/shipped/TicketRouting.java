package dev.chiron.data.shipped;

import dev.chiron.core.task.MetricSpec;

/** A support ticket's text to the team that should take it. */
final class TicketRouting {
  private TicketRouting() {}

  static TemplateTask task() {
    return TemplateTask.of(
            "ticket-routing",
            "text classification",
            "Read the support ticket and name the team that should handle it: billing (charges,"
                + " invoices, refunds), account (login, profile, access), shipping (delivery of"
                + " parcels), technical (faults of the software) or sales (offers and upgrades"
                + " before buying).",
            MetricSpec.MACRO_F1,
            """
            hi: Hello, | Hi there, | Hi team, | Good morning, | Dear support, | Hey, | | |
            bye: Thanks. | Please help. | Many thanks, {name} | Can you look into it? | Regards, {name} | | |
            name: Ana | Tom | Priya | Jonas | Mei | Carlos | Fatima | Oleg | Ruth | Sven
            month: January | February | March | April | May | June | July | August | September | October
            plan: starter plan | team plan | yearly plan | pro plan | family plan | basic plan
            amount: 12 euros | 49 dollars | 19.99 | 240 pounds | 75 dollars | 8 euros | 130 euros
            device: phone | laptop | tablet | new computer | office PC | old iPad
            app: mobile app | web client | desktop app | dashboard | export tool | calendar | search page | report view
            item: headphones | desk lamp | coffee grinder | backpack | keyboard | running shoes | monitor | spare battery
            days: three days | a week | ten days | two weeks | five days | a month
            city: Lyon | Porto | Leeds | Graz | Austin | Oslo | Pune | Turin
            team: 20 people | 5 users | our whole department | 150 seats | a school class | two offices
            """)
        .label(
            "billing",
            """
            {hi} I was charged {amount} twice for {month}. {bye}
            {hi} the invoice for {month} shows {amount} more than agreed. {bye}
            {hi} please refund the {amount} taken from my card in {month}. {bye}
            {hi} my card was declined when I tried to pay for the {plan}. {bye}
            {hi} I cancelled the {plan} but was still charged {amount}. {bye}
            {hi} could you send a receipt for the {month} payment of {amount}? {bye}
            {hi} our VAT number is missing on the invoice of {month}. {bye}
            {hi} why did the price of my {plan} rise to {amount} on the last bill? {bye}
            {hi} I need to change the credit card used to pay for the {plan}. {bye}
            --
            {hi} there is an unknown payment of {amount} on my bank statement for {month}. {bye}
            {hi} where is the refund of {amount} that you promised in {month}? {bye}
            {hi} the {month} bill charges us for a {plan} that we never ordered. {bye}
            """)
        .label(
            "account",
            """
            {hi} I can't log in on my {device} since {month}. {bye}
            {hi} please reset the password of my account, the mail never reaches my {device}. {bye}
            {hi} I want to change the email address of my login to the one on my {device}. {bye}
            {hi} my account was locked after three wrong passwords on my {device}. {bye}
            {hi} how do I delete my account and profile before {month}? {bye}
            {hi} the two-factor code is not accepted on my {device}. {bye}
            {hi} a colleague in {city} left, please remove her access and login. {bye}
            {hi} I lost my {device} and with it the codes to sign in. {bye}
            {hi} please merge my two profiles, one was made in {city}, one on my {device}. {bye}
            --
            {hi} someone in {city} seems to sign in with my password. {bye}
            {hi} my user name is misspelled in the profile since {month}, I can't edit it on my {device}. {bye}
            {hi} the link to reset my password expired before I opened it on my {device}. {bye}
            """)
        .label(
            "shipping",
            """
            {hi} my parcel with the {item} has not arrived after {days}. {bye}
            {hi} tracking says the {item} was delivered in {city}, but I have nothing. {bye}
            {hi} please send the package with the {item} to my office in {city} instead. {bye}
            {hi} the {item} arrived with a broken box after {days}. {bye}
            {hi} the courier left the {item} at the wrong address in {city}. {bye}
            {hi} when will the {item} be shipped to {city}? {bye}
            {hi} the tracking number for my {item} has not changed for {days}. {bye}
            {hi} only half of my order came: the {item} is missing from the parcel. {bye}
            {hi} the delivery of the {item} was announced for {month}, where is it? {bye}
            --
            {hi} the carrier returned my {item} to the warehouse in {city}. {bye}
            {hi} I waited {days} at home, but no courier came with the {item}. {bye}
            {hi} can the parcel with the {item} be picked up at a shop in {city}? {bye}
            """)
        .label(
            "technical",
            """
            {hi} the {app} crashes on my {device} as soon as it opens. {bye}
            {hi} the {app} shows error 500 when I save on my {device}. {bye}
            {hi} since the last update the {app} is very slow on my {device}. {bye}
            {hi} the {app} freezes when I upload a file from my {device}. {bye}
            {hi} buttons in the {app} do nothing on my {device}. {bye}
            {hi} the {app} stays blank on my {device} after the update. {bye}
            {hi} the {app} no longer syncs with my {device}. {bye}
            {hi} I found a bug: the {app} sorts dates wrongly on my {device}. {bye}
            {hi} the {app} reports an error about {month} data and stops loading. {bye}
            --
            {hi} after installing the new version, the {app} does not start on my {device}. {bye}
            {hi} pictures do not load in the {app} on my {device}, only an error icon. {bye}
            {hi} the {app} crashes whenever I filter by {month}. {bye}
            """)
        .label(
            "sales",
            """
            {hi} do you offer a discount on the {plan} for {team}? {bye}
            {hi} we would like a quote for {team} on the {plan}. {bye}
            {hi} what is the difference between the {plan} and the free version for {team}? {bye}
            {hi} can we try the {plan} with {team} before we buy? {bye}
            {hi} I would like to upgrade to the {plan} for {team}, whom can I talk to? {bye}
            {hi} is there a demo of the {plan} that we could book in {month}? {bye}
            {hi} does the {plan} include training for {team}? {bye}
            {hi} we are comparing vendors, please send an offer for {team} by {month}. {bye}
            {hi} do charities in {city} get the {plan} at a lower price? {bye}
            --
            {hi} we plan to buy licences for {team} in {month}, please call me about an offer. {bye}
            {hi} which plan would you recommend for {team} in {city}? {bye}
            {hi} could someone show the {plan} to {team} before we decide? {bye}
            """);
  }
}
