package dev.chiron.data.shipped;

import dev.chiron.core.task.MetricSpec;

/** An incident report to its priority. */
final class IncidentPriority {
  private IncidentPriority() {}

  static TemplateTask task() {
    return TemplateTask.of(
            "incident-priority",
            "text classification",
            "Give the incident's priority: P1 if production is down or data is lost, P2 if many"
                + " users are hindered, P3 if a few users are hindered or there is a workaround, P4"
                + " if it is cosmetic or a question.",
            MetricSpec.ACCURACY,
            """
            system: checkout | payroll | booking portal | customer database | login service | order API | warehouse app | mail gateway | web shop | ticket desk | HR portal
            minor: settings page | footer | help page | profile page | tooltip | print layout | welcome mail | icon bar | about page
            time: since {hour} | since this morning | for {number} minutes | since the last release | since last night
            hour: 8:15 | 9:40 | 11:05 | 13:30 | 16:20 | 7:55
            number: 5 | 10 | 20 | 35 | 45 | 50
            team: the finance team | the Berlin office | all branches | the night shift | the call centre | all customers in Spain | the sales department
            person: one user | a single customer | a trainee | one tester | an intern | a colleague
            browser: Firefox | Safari | Edge | an old Chrome
            """)
        .label(
            "P1",
            """
            Production {system} is down {time}, nobody can work.
            {system}: complete outage {time}, no customer can pay.
            Data loss in the {system}: orders are gone {time}.
            The {system} rejects every request {time}, total outage.
            Security breach: customer data of the {system} is public {time}.
            All servers of the {system} are unreachable {time}.
            The {system} deletes records by itself {time}, data is lost.
            Nobody can log in to the {system} {time}, everything is down.
            --
            Whole {system} unavailable {time}, business has stopped.
            The {system} is down {time} for everyone and backups are lost.
            Total outage: {system} answers nothing {time}.
            """)
        .label(
            "P2",
            """
            The {system} is very slow for {team} {time}.
            Many users of the {system} get time-outs {time}.
            {team} cannot open reports in the {system} {time}.
            About {number} percent of requests to the {system} fail {time}.
            Search in the {system} does not work for {team} {time}.
            Mails from the {system} reach {team} hours late {time}.
            Uploads to the {system} fail for {team}, the rest works.
            Nightly import of the {system} failed, {team} see old figures.
            --
            {team} wait minutes for each page of the {system} {time}.
            Half of the users of the {system} see errors {time}.
            Exports of the {system} fail for {team} {time}.
            """)
        .label(
            "P3",
            """
            {person} cannot print from the {system}, a workaround exists.
            In the {system} {person} has to reload the page in {browser}, then it works.
            The {system} shows a wrong total in {browser} for {person}.
            {person} gets an error in the {system} now and then, retrying helps.
            Sorting in the {system} fails in {browser}, other browsers are fine.
            {person} does not receive mails of the {system}, the web view works.
            {person} cannot change the photo in the {system} with {browser}.
            A filter of the {system} is ignored in {browser}, workaround: filter by hand.
            --
            {person} sees old data in the {system} until the page is reloaded.
            Copying from the {system} fails in {browser} for {person}, typing works.
            {person} must log in twice to the {system} with {browser}.
            """)
        .label(
            "P4",
            """
            Typo on the {minor} of the {system}.
            Question: how can I change the colour of the {minor}?
            The {minor} of the {system} is slightly misaligned in {browser}.
            Please use a nicer font on the {minor} of the {system}.
            The logo on the {minor} of the {system} looks blurred.
            Wish: a shorter text on the {minor} of the {system}.
            Spelling mistake in the {minor} of the {system}.
            Question: where does the {minor} of the {system} take its text from?
            --
            The grey of the {minor} of the {system} looks odd in {browser}.
            Could the {minor} of the {system} get a new icon some day?
            Question about the wording on the {minor} of the {system}.
            """);
  }
}
