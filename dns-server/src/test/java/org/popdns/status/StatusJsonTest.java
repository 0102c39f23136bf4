package org.popdns.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The form of the status that other versions read, and the way back. */
final class StatusJsonTest {

  private static NodeStatus read(String json) {
    return StatusReader.read(JsonMapper.shared().readTree(json));
  }

  @Test
  void everythingThatThereMayBe_hasItsFormAndItsOrder() {
    assertThat(StatusJson.of(ExampleStatus.ILL).toPrettyString())
        .isEqualTo(
            """
            {
              "version" : "1.2.3",
              "site" : "east",
              "node" : "ns1",
              "pid" : 4711,
              "startedAt" : "2026-01-01T12:00:00Z",
              "uptimeSeconds" : 3661,
              "phase" : "serving",
              "ready" : false,
              "reasons" : [ "one", "two" ],
              "transport" : {
                "name" : "netty",
                "because" : "no recvmmsg here",
                "listen" : [ "192.0.2.53:53", "[2001:db8::53]:53" ],
                "workers" : 2,
                "pinned" : true,
                "receiveBufferBytes" : 4194304
              },
              "configuration" : {
                "file" : "/etc/popdns/popdns.yaml",
                "servedFrom" : "stored",
                "storedNumber" : 7,
                "since" : "2026-01-01T12:00:01.000000002Z",
                "ageSeconds" : 201,
                "brokenZones" : [ {
                  "zone" : "broken.example.",
                  "answer" : "servfail",
                  "reason" : "not valid YAML"
                } ],
                "leftOutFiles" : [ {
                  "file" : "zones/readme.txt",
                  "reason" : "is not read"
                } ],
                "lastLoad" : {
                  "at" : "2026-01-01T12:00:02Z",
                  "ageSeconds" : 202,
                  "successful" : false,
                  "failure" : "3 errors"
                },
                "stored" : [ {
                  "number" : 7,
                  "at" : "2026-01-01T11:00:00Z",
                  "ageSeconds" : 203,
                  "zones" : 3,
                  "recordSets" : 12,
                  "smaller" : true
                } ],
                "notStored" : "the disk is full"
              },
              "zones" : [ {
                "origin" : "example.com.",
                "serial" : 4294967295,
                "names" : 3,
                "sizeBytes" : 568
              }, {
                "origin" : "broken.example.",
                "failed" : true
              } ],
              "clusters" : [ {
                "name" : "images",
                "answeredFrom" : "east",
                "reason" : "own-site",
                "because" : "this site has its minimum of healthy hosts",
                "since" : "2026-01-01T12:00:03Z",
                "ageSeconds" : 204,
                "addresses" : [ "192.0.2.1" ],
                "sites" : [ {
                  "site" : "east",
                  "hosts" : 2,
                  "healthy" : 1,
                  "needed" : 1
                } ]
              } ],
              "plans" : [ {
                "name" : "www.example.com. A",
                "answers" : [ {
                  "rules" : [ 1, 2, 3 ],
                  "clients" : "EU, AF, 192.0.2.0/24",
                  "answeredFrom" : "us",
                  "reason" : "fallback",
                  "because" : "the first pool is below its minimum, this fallback is not",
                  "since" : "2026-01-01T12:00:03Z",
                  "ageSeconds" : 209,
                  "addresses" : [ "198.51.100.1" ],
                  "shares" : [ {
                    "pool" : "us",
                    "percent" : 66.7
                  }, {
                    "pool" : "far",
                    "percent" : 33.3
                  } ],
                  "ttlAtMost" : 10,
                  "ttlReason" : "ttl-degraded: the answer is not what it is with all well"
                }, {
                  "rules" : [ 4 ],
                  "clients" : "everybody",
                  "answeredFrom" : "us",
                  "reason" : "first-pool",
                  "because" : "the first pool has its minimum of healthy hosts",
                  "since" : "2026-01-01T12:00:00Z",
                  "ageSeconds" : 210,
                  "addresses" : [ "198.51.100.1" ]
                } ],
                "pools" : [ {
                  "pool" : "eu",
                  "hosts" : 1,
                  "healthy" : 0,
                  "needed" : 1
                }, {
                  "pool" : "us",
                  "hosts" : 1,
                  "healthy" : 1,
                  "needed" : 1,
                  "capacity" : 1000,
                  "available" : 500,
                  "load" : 500
                } ]
              } ],
              "endpoints" : [ {
                "cluster" : "images",
                "site" : "east",
                "host" : "one",
                "address" : "192.0.2.1",
                "check" : "web",
                "status" : "up",
                "since" : "2026-01-01T12:00:04Z",
                "ageSeconds" : 205,
                "reason" : "connection refused",
                "contradictingResults" : 3,
                "frozen" : true,
                "lastProbe" : "2026-01-01T12:00:05Z",
                "lastProbeMilliseconds" : 0.845285,
                "probes" : 51,
                "failures" : 3
              }, {
                "cluster" : "images",
                "site" : "east",
                "host" : "two",
                "address" : "2001:db8::2",
                "check" : "web",
                "status" : "unknown"
              }, {
                "cluster" : "www.example.com. A",
                "site" : "us",
                "host" : "198.51.100.1",
                "address" : "198.51.100.1",
                "check" : "www",
                "status" : "up",
                "set" : true
              } ],
              "checker" : {
                "suspicious" : true,
                "frozenEndpoints" : 1,
                "since" : "2026-01-01T12:00:06Z",
                "ageSeconds" : 206,
                "until" : "2026-01-01T12:01:06Z",
                "leftSeconds" : 54,
                "reason" : "the checker suspects itself",
                "lastVerdict" : {
                  "verdict" : "recovered",
                  "at" : "2026-01-01T11:00:00Z",
                  "ageSeconds" : 207,
                  "text" : "one endpoint answers again"
                },
                "canaries" : [ {
                  "tcp" : "203.0.113.1:179",
                  "status" : "down",
                  "since" : "2026-01-01T12:00:07Z",
                  "ageSeconds" : 208,
                  "reason" : "no answer"
                } ]
              },
              "places" : {
                "prefixes" : 3,
                "prefixFile" : {
                  "file" : "/etc/popdns/places.yaml",
                  "since" : "2026-01-01T11:59:00Z",
                  "ageSeconds" : 269
                },
                "tableBytes" : 4096,
                "databases" : [ {
                  "file" : "/var/lib/GeoIP/country.mmdb",
                  "type" : "GeoLite2-Country",
                  "shape" : "flat (country_code)",
                  "fields" : [ "continent", "country" ],
                  "built" : "2025-12-31T12:00:00Z",
                  "since" : "2026-01-01T12:00:00Z",
                  "ageSeconds" : 209,
                  "networks" : 1178901,
                  "failure" : "no such file"
                }, {
                  "file" : "/var/lib/GeoIP/asn.mmdb",
                  "failure" : "no such file"
                } ]
              },
              "announcements" : {
                "images" : {
                  "state" : "draining",
                  "preference" : "least",
                  "since" : "2026-01-01T12:00:08Z",
                  "ageSeconds" : 61,
                  "reason" : "drained: kernel",
                  "claim" : "claiming",
                  "heldBecause" : "too few others",
                  "drainRefused" : "the last one",
                  "guardOverruled" : "announced without it: none",
                  "drain" : {
                    "reason" : "kernel",
                    "by" : "alice",
                    "since" : "2026-01-01T12:00:09Z",
                    "ageSeconds" : 59,
                    "evenIfLast" : true,
                    "until" : "2026-01-01T14:00:09Z"
                  },
                  "keepSites" : 1,
                  "routes" : {
                    "198.51.100.0/24" : "announced",
                    "2001:db8:53::/48" : "withdrawn"
                  }
                }
              },
              "drainsNotKept" : "drains can't be written",
              "historyNotKept" : "the history can't be written",
              "queriesPerSecond" : 12.5,
              "peers" : {
                "ns1.west" : {
                  "site" : "west",
                  "node" : "ns1",
                  "read" : true,
                  "announcements" : {
                    "images" : {
                      "announced" : true,
                      "state" : "fit",
                      "claim" : "none",
                      "reason" : "fit"
                    }
                  }
                },
                "ns2.west" : {
                  "site" : "west",
                  "node" : "ns2",
                  "read" : false,
                  "failure" : "no connection (Connect)"
                }
              },
              "notifications" : {
                "alerts" : {
                  "warning" : 2
                },
                "receivers" : [ {
                  "name" : "oncall",
                  "kind" : "webhook",
                  "waiting" : 3,
                  "delivered" : 41,
                  "failed" : 7,
                  "refused" : 1,
                  "dropped" : 2,
                  "lastSuccessAt" : "2026-01-01T12:00:00Z",
                  "lastFailureAt" : "2026-01-01T12:01:00Z",
                  "lastFailure" : "status 503"
                }, {
                  "name" : "mail",
                  "kind" : "mail",
                  "waiting" : 0,
                  "delivered" : 0,
                  "failed" : 0,
                  "refused" : 0,
                  "dropped" : 0
                } ],
                "eventsLost" : 4,
                "alertsLost" : 5,
                "notKept" : "notify can't be written"
              }
            }\
            """
                .replace("\n", System.lineSeparator()));
  }

  @Test
  void whatIsEmpty_isLeftOut() {
    assertThat(StatusJson.of(ExampleStatus.WELL).toString())
        .isEqualTo(
            "{\"version\":\"1.2.3\",\"node\":\"ns1\",\"pid\":4711,"
                + "\"startedAt\":\"2026-01-01T12:00:00Z\",\"uptimeSeconds\":0,"
                + "\"phase\":\"serving\",\"ready\":true,\"reasons\":[],"
                + "\"transport\":{\"name\":\"recvmmsg\",\"listen\":[],\"workers\":1,"
                + "\"pinned\":false,\"receiveBufferBytes\":0},"
                + "\"configuration\":{\"file\":\"popdns.yaml\",\"servedFrom\":\"files\","
                + "\"since\":\"2026-01-01T12:00:00Z\",\"ageSeconds\":100,"
                + "\"lastLoad\":{\"at\":\"2026-01-01T12:00:00Z\",\"ageSeconds\":100,"
                + "\"successful\":true},"
                + "\"stored\":[]},\"zones\":[],\"clusters\":[],\"endpoints\":[],"
                + "\"checker\":{\"suspicious\":false,\"frozenEndpoints\":0,\"canaries\":[]},"
                + "\"announcements\":{},\"queriesPerSecond\":0.0,\"peers\":{}}");
  }

  @Test
  void whatIsWritten_isReadBack() {
    assertThat(StatusReader.read(StatusJson.of(ExampleStatus.ILL))).isEqualTo(ExampleStatus.ILL);
    assertThat(StatusReader.read(StatusJson.of(ExampleStatus.WELL))).isEqualTo(ExampleStatus.WELL);
  }

  @Test
  void statusOfAnotherVersion_isReadAsFarAsItGoes() {
    ObjectNode newer = StatusJson.of(ExampleStatus.ILL);
    newer.put("news", 1).withObject("transport").put("news", 2);
    assertThat(StatusReader.read(newer)).isEqualTo(ExampleStatus.ILL);
    NodeStatus older =
        read(
            """
            {"startedAt": "2026-01-01T12:00:00Z",
             "configuration": {"since": "2026-01-01T12:00:00Z",
                               "lastLoad": {"at": "2026-01-01T12:00:00Z"}}}
            """);
    assertThat(older.identity().version()).isEqualTo("-");
    assertThat(older.announcements().entries()).isEmpty();
    assertThat(older.configuration().lastLoad().failure()).isEmpty();
  }

  @Test
  void whatIsNoStatus_isRefused() {
    assertThatThrownBy(() -> read("{}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'startedAt' is no time: ''");
  }

  @Test
  void pageForPeers_isReadBack_andWhateverElseIsThereIsNot() {
    PeerPage page =
        new PeerPage(
            "east", "ns1", Map.of("images", new PeerPage.Entry(true, "fit", "none", "fit")));
    assertThat(PeerPageJson.of(page).toString())
        .isEqualTo(
            "{\"site\":\"east\",\"node\":\"ns1\",\"announcements\":{\"images\":"
                + "{\"announced\":true,\"state\":\"fit\",\"claim\":\"none\",\"reason\":\"fit\"}}}");
    assertThat(PeerPageJson.read(PeerPageJson.of(page))).isEqualTo(page);
    for (String other : new String[] {"[]", "null", "7", "{\"announcements\": {\"images\": 1}}"}) {
      assertThat(PeerPageJson.read(JsonMapper.shared().readTree(other)))
          .isEqualTo(new PeerPage("?", "?", Map.of()));
    }
  }
}
