package dev.chiron.data.shipped;

import dev.chiron.core.task.Example;
import dev.chiron.data.grammar.Grammar;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A postal address without its country to the country's ISO code; test alone uses the last quarter
 * of every country's cities and streets.
 */
final class AddressCountry implements TaskSource {
  private static final Grammar DIGITS =
      Grammar.of(
          """
          d: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
          e: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
          house: {d} | {d}{e} | 1{e}{e}
          a: A | B | E | H | K | N | R | S | T
          """);

  /**
   * How a country writes addresses.
   *
   * @param form with {@code $street} and {@code $city}; the rest is in the digits' grammar
   */
  private record Country(String code, String form, List<String> streets, List<String> cities) {
    static Country of(String code, String form, String streets, String cities) {
      return new Country(code, form, List.of(streets.split(", ")), List.of(cities.split(", ")));
    }
  }

  private static final List<Country> COUNTRIES =
      List.of(
          Country.of(
              "DE",
              "$street {house}, {d}{e}{e}{e}{e} $city",
              "Hauptstraße, Gartenweg, Lindenallee, Bahnhofstraße, Schillerplatz, Am Markt,"
                  + " Rosenweg, Bergstraße, Kirchgasse, Waldstraße, Ringstraße, Mühlenweg",
              "Hamburg, München, Köln, Leipzig, Bremen, Dresden, Kassel, Freiburg, Ulm, Essen"),
          Country.of(
              "FR",
              "{house} $street, {d}{e}{e}{e}{e} $city",
              "rue de la Gare, avenue Victor Hugo, rue du Moulin, place de la Mairie, rue des"
                  + " Lilas, boulevard Pasteur, rue de l'Église, avenue Foch, chemin du Lac, rue"
                  + " du Port, quai de la Seine, rue des Écoles",
              "Paris, Lyon, Lille, Nantes, Toulouse, Dijon, Rennes, Reims, Tours, Metz"),
          Country.of(
              "GB",
              "{house} $street, $city {a}{a}{d} {d}{a}{a}",
              "High Street, Mill Lane, Church Road, Queen's Road, Station Road, Park Lane,"
                  + " Victoria Street, Oak Close, Castle Street, King's Parade, Bridge Street,"
                  + " Manor Road",
              "London, Leeds, Bristol, York, Oxford, Cardiff, Exeter, Glasgow, Norwich, Bath"),
          Country.of(
              "US",
              "{house}{e} $street, $city {d}{e}{e}{e}{e}",
              "Main Street, Oak Avenue, Maple Drive, 2nd Avenue, Sunset Blvd, Elm Street, Lincoln"
                  + " Ave, Cedar Court, Lake Road, 5th Street, Hill Drive, Washington Blvd",
              "Austin TX, Boston MA, Denver CO, Seattle WA, Chicago IL, Portland OR, Miami FL,"
                  + " Phoenix AZ, Atlanta GA, Dallas TX"),
          Country.of(
              "NL",
              "$street {house}, {d}{e}{e}{e} {a}{a} $city",
              "Dorpsstraat, Kerkweg, Molenlaan, Stationsplein, Tulpstraat, Singel, Havenkade,"
                  + " Julianalaan, Beukenlaan, Prinsengracht, Marktstraat, Eikenlaan",
              "Amsterdam, Utrecht, Rotterdam, Delft, Leiden, Haarlem, Zwolle, Breda, Arnhem,"
                  + " Tilburg"),
          Country.of(
              "ES",
              "$street, {house}, {d}{e}{e}{e}{e} $city",
              "Calle Mayor, Avenida del Sol, Plaza de España, Calle de la Luna, Paseo del Prado,"
                  + " Calle San Juan, Avenida de América, Calle Nueva, Plaza Real, Calle del Mar,"
                  + " Paseo Nuevo, Calle Real",
              "Madrid, Sevilla, Valencia, Bilbao, Málaga, Granada, Toledo, Zaragoza, Burgos,"
                  + " León"),
          Country.of(
              "IT",
              "$street {house}, {d}{e}{e}{e}{e} $city",
              "Via Roma, Piazza Garibaldi, Via Dante, Corso Italia, Via Verdi, Viale Europa, Via"
                  + " del Mare, Piazza Duomo, Via Mazzini, Corso Cavour, Via Marconi, Viale"
                  + " Trento",
              "Roma, Milano, Torino, Bologna, Firenze, Genova, Verona, Napoli, Parma, Siena"));

  @Override
  public String name() {
    return "address-country";
  }

  @Override
  public String instruction() {
    return "Give the country of the postal address as its two-letter code: DE, FR, GB, US, NL, ES"
        + " or IT.";
  }

  @Override
  public List<String> labels() {
    return COUNTRIES.stream().map(Country::code).toList();
  }

  @Override
  public String category() {
    return "text classification";
  }

  @Override
  public Example draw(int turn, boolean heldOut, RandomGenerator random) {
    Country country = COUNTRIES.get(turn % COUNTRIES.size());
    String street = HeldOut.pick(country.streets(), heldOut, random);
    String city = HeldOut.pick(country.cities(), heldOut, random);
    String input =
        DIGITS.sentence(country.form(), random).replace("$street", street).replace("$city", city);
    return Example.of(input, country.code());
  }
}
