#!/usr/bin/env bash
# maxmind-db 4.1.0 (Java): an IPv6 address in a database of IPv4 is no error, it is looked up by its first 32 bits.
#
# The metadata of the database say ip_version 4, and it knows one network, 42.0.0.0/8. The answer for 2a00:1450::1 is what the database has of
# 42.0.20.80, with an IPv6 network around it that looks right. Who asks for addresses of both families has to compare ip_version with the
# address's family before each look-up.
set -eu
. "$(dirname "$0")/finding.bash"
maven com.maxmind.db:maxmind-db:4.1.0

# A database as the format's specification 2.0 has it: a node for each bit of 42.0.0.0/8, the record behind the last of them.
cat >write.py <<'PYTHON'
def text(string):
    data = string.encode()
    return bytes([2 << 5 | len(data)]) + data

def mapping(**fields):
    return bytes([7 << 5 | len(fields)]) + b"".join(text(key) + value for key, value in fields.items())

def number(kind, value, length):
    head = bytes([kind << 5 | length]) if kind < 8 else bytes([length, kind - 7])
    return head + value.to_bytes(length, "big")

nodes = 8
tree = b""
for bit in range(nodes):
    further = bit + 1 if bit < nodes - 1 else nodes + 16
    pair = (nodes, further) if 42 >> (7 - bit) & 1 else (further, nodes)
    tree += b"".join(record.to_bytes(3, "big") for record in pair)
metadata = mapping(
    node_count=number(6, nodes, 4), record_size=number(5, 24, 2), ip_version=number(5, 4, 2),
    database_type=text("Example"), languages=bytes([0, 4]), description=mapping(),
    binary_format_major_version=number(5, 2, 2), binary_format_minor_version=number(5, 0, 2),
    build_epoch=number(9, 1700000000, 8))
open("ipv4.mmdb", "wb").write(tree + bytes(16) + mapping(country=text("AA")) + b"\xab\xcd\xefMaxMind.com" + metadata)
PYTHON
python3 write.py

cat >Look.java <<'JAVA'
import com.maxmind.db.Reader;
import java.io.File;
import java.net.InetAddress;
import java.util.Map;

class Look {
  public static void main(String[] arguments) throws Exception {
    try (Reader reader = new Reader(new File("ipv4.mmdb"))) {
      System.out.println("ip_version " + reader.getMetadata().ipVersion());
      for (String address : new String[] {"42.0.20.80", "2a00:1450::1", "2001:db8::1"}) {
        var record = reader.getRecord(InetAddress.getByName(address), Map.class);
        System.out.println(address + " in " + record.network() + ": " + record.data());
      }
    }
  }
}
JAVA
seen=$(java -cp 'jars/*' Look.java)
same 'addresses of both families' 'ip_version 4
42.0.20.80 in 42.0.0.0/8: {country=AA}
2a00:1450::1 in 2a00:0:0:0:0:0:0:0/8: {country=AA}
2001:db8::1 in 2000:0:0:0:0:0:0:0/5: null' "$seen"
