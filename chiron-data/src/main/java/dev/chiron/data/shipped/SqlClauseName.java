package dev.chiron.data.shipped;

import dev.chiron.core.task.Example;
import dev.chiron.data.grammar.Grammar;
import java.util.List;
import java.util.random.RandomGenerator;

/** A clause of SQL to what it says in plain words; test alone uses some columns and values. */
final class SqlClauseName implements TaskSource {
  /**
   * A clause and its words.
   *
   * @param sql with {@code $c} for a column, {@code $v} for a text, {@code $n} for a number, {@code
   *     $t} for a table
   */
  private record Clause(String sql, String words) {}

  private static final List<Clause> CLAUSES =
      List.of(
          new Clause("WHERE $c = '$v'", "where $c is $v"),
          new Clause("WHERE $c <> '$v'", "where $c is not $v"),
          new Clause("WHERE $c > $n", "where $c is above $n"),
          new Clause("WHERE $c < $n", "where $c is below $n"),
          new Clause("WHERE $c = $n", "where $c is $n"),
          new Clause("WHERE $c IS NULL", "where $c is missing"),
          new Clause("WHERE $c IS NOT NULL", "where $c is present"),
          new Clause("WHERE $c LIKE '$v%'", "where $c starts with $v"),
          new Clause("WHERE $c LIKE '%$v'", "where $c ends with $v"),
          new Clause("ORDER BY $c", "sorted by $c"),
          new Clause("ORDER BY $c DESC", "sorted by $c, highest first"),
          new Clause("GROUP BY $c", "one row for each $c"),
          new Clause("LIMIT $n", "the first $n rows"),
          new Clause("OFFSET $n", "without the first $n rows"),
          new Clause("SELECT MAX($c)", "the highest $c"),
          new Clause("SELECT MIN($c)", "the lowest $c"),
          new Clause("SELECT AVG($c)", "the average $c"),
          new Clause("SELECT SUM($c)", "the total $c"),
          new Clause("SELECT DISTINCT $c", "each $c once"),
          new Clause("FROM $t", "from the table $t"),
          new Clause("DELETE FROM $t", "delete rows of $t"),
          new Clause("HAVING COUNT(*) > $n", "groups of more than $n rows"));

  private static final List<String> COLUMNS =
      Grammar.words(
          """
          price city age name status amount size color weight score country stock rating team year
          salary tax month level region width brand points owner grade discount
          """);
  private static final List<String> VALUES =
      Grammar.words("open paris red java admin new basic oslo north gold blue done rome silver");
  private static final List<String> TABLES =
      Grammar.words(
          """
          orders users items events cities teams invoices sessions payments books flights rooms
          devices photos tickets grants
          """);

  @Override
  public String name() {
    return "sql-clause-name";
  }

  @Override
  public String instruction() {
    return "Say in a few plain words what the SQL clause means.";
  }

  @Override
  public String category() {
    return "code to text";
  }

  @Override
  public Example draw(int turn, boolean heldOut, RandomGenerator random) {
    Clause clause = Grammar.pick(CLAUSES, random);
    String column = HeldOut.pick(COLUMNS, heldOut, random);
    String value = HeldOut.pick(VALUES, heldOut, random);
    String table = HeldOut.pick(TABLES, heldOut, random);
    String number = Integer.toString(2 + random.nextInt(98));
    String sql = fill(clause.sql(), column, value, number, table);
    return Example.of(sql, fill(clause.words(), column, value, number, table));
  }

  private static String fill(
      String text, String column, String value, String number, String table) {
    return text.replace("$c", column)
        .replace("$v", value)
        .replace("$n", number)
        .replace("$t", table);
  }
}
