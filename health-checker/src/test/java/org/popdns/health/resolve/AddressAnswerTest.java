package org.popdns.health.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.popdns.health.probe.AddressLookup.Answer;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What messages of resolvers say. */
final class AddressAnswerTest {

  private static final InetAddress FOUR = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress SIX = InetAddress.ofLiteral("2001:db8::1");
  private static final Answer NO_ADDRESSES = new Answer.Nothing("the name has no addresses");

  private static Name name(String text) {
    try {
      return Name.fromString(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Record a(String owner, long ttl) {
    return new ARecord(name(owner), DClass.IN, ttl, FOUR);
  }

  private static Record alias(String owner, long ttl, String target) {
    return new CNAMERecord(name(owner), DClass.IN, ttl, name(target));
  }

  private static Answer answer(int rcode, Record... records) {
    Message message = Message.newQuery(Record.newRecord(name("a.example.net."), Type.A, DClass.IN));
    message.getHeader().setRcode(rcode);
    List.of(records).forEach(record -> message.addRecord(record, Section.ANSWER));
    return AddressAnswer.of(message, name("a.example.net."), Type.A);
  }

  @Test
  void chain_isFollowed_andHoldsAsLongAsItsShortestTtl() {
    assertThat(
            answer(
                Rcode.NOERROR,
                a("c.example.org.", 300),
                alias("b.example.org.", 20, "c.example.org."),
                alias("A.example.NET.", 60, "b.example.org.")))
        .isEqualTo(new Answer.Found(List.of(FOUR), 20));
  }

  @Test
  void recordsOfOthers_areNone() {
    assertThat(
            answer(
                Rcode.NOERROR,
                a("b.example.net.", 300),
                new AAAARecord(name("a.example.net."), DClass.IN, 60, SIX)))
        .isEqualTo(NO_ADDRESSES);
  }

  @Test
  void circle_hasNoAddresses() {
    assertThat(
            answer(
                Rcode.NOERROR,
                alias("a.example.net.", 60, "b.example.net."),
                alias("b.example.net.", 60, "a.example.net.")))
        .isEqualTo(NO_ADDRESSES);
  }

  @Test
  void nonexistence_saysOfWhat() {
    assertThat(answer(Rcode.NXDOMAIN)).isEqualTo(new Answer.Nothing("the name does not exist"));
    assertThat(answer(Rcode.NXDOMAIN, alias("a.example.net.", 60, "b.example.org.")))
        .isEqualTo(new Answer.Nothing("the name leads to b.example.org., which does not exist"));
  }

  @Test
  void otherRcodes_saySoAndNoMore() {
    assertThat(answer(Rcode.SERVFAIL)).isEqualTo(new Answer.Silence("the resolver says SERVFAIL"));
    assertThat(answer(Rcode.REFUSED, a("a.example.net.", 60)))
        .isEqualTo(new Answer.Silence("the resolver says REFUSED"));
  }

  @Test
  void twoFamilies_comeToOneAnswer() {
    Answer four = new Answer.Found(List.of(FOUR), 60);
    Answer six = new Answer.Found(List.of(SIX), 30);
    Answer silence = new Answer.Silence("no resolver has answered");
    Answer nonexistent = new Answer.Nothing("the name does not exist");
    assertThat(AddressAnswer.both(four, six)).isEqualTo(new Answer.Found(List.of(FOUR, SIX), 30));
    assertThat(AddressAnswer.both(four, silence)).isEqualTo(four);
    assertThat(AddressAnswer.both(NO_ADDRESSES, six)).isEqualTo(six);
    assertThat(AddressAnswer.both(NO_ADDRESSES, NO_ADDRESSES)).isEqualTo(NO_ADDRESSES);
    assertThat(AddressAnswer.both(NO_ADDRESSES, silence)).isEqualTo(silence);
    assertThat(AddressAnswer.both(silence, NO_ADDRESSES)).isEqualTo(silence);
    assertThat(AddressAnswer.both(silence, nonexistent)).isEqualTo(nonexistent);
  }
}
