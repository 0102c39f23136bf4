#!/usr/bin/perl
# Makes what `peers.sh --workloads geo` needs from a country database in CSV (first and last address, country; IPv4):
#
#   geo.pl CSV FOLDER
#
# FOLDER gets the database in MaxMind's own form (country.mmdb), the same rules in each server's language (popdns.yaml,
# gdnsd.map, knot-nets.conf, knot-countries.conf, pdns.yaml), and `networks`: client networks of /24, spread over the
# database's ranges, each with the address that its clients get. 40 countries and 200 subnets have a pool of their own;
# all else has the first. The same CSV gives the same files.
use strict;
use warnings;
use MaxMind::DB::Writer::Tree;
use Socket qw(inet_aton inet_ntoa);

my $NAME = "geo.bench.example";
my $POOLS = 8;
my $SUBNETS = 200;
my $NETWORKS = 65536;
my @COUNTRIES = qw(
  AS-CN AS-JP AS-KR AS-IN AS-ID AS-TW AS-VN AS-HK AS-SG AS-TH AS-TR AS-IL AS-SA AS-IR
  EU-DE EU-GB EU-FR EU-IT EU-ES EU-NL EU-SE EU-PL EU-RU EU-CH EU-RO EU-CZ EU-UA EU-FI
  NA-US NA-CA NA-MX SA-BR SA-AR SA-CL SA-CO OC-AU OC-NZ AF-ZA AF-EG AF-NG
);

my ($csv, $folder) = @ARGV;
die "usage: geo.pl CSV FOLDER\n" unless @ARGV == 2;
my $state = 14;

# Numbers that are the same everywhere: xorshift32.
sub random_below {
  my ($bound) = @_;
  $state ^= ($state << 13) & 0xffffffff;
  $state ^= $state >> 17;
  $state ^= ($state << 5) & 0xffffffff;
  return $state % $bound;
}

sub number { return unpack "N", inet_aton($_[0]) }
sub dotted { return inet_ntoa(pack "N", $_[0]) }
sub address_of { return "10.0.0." . ($_[0] + 1) }    # a pool's

sub to_file {
  my ($name, @lines) = @_;
  open my $out, ">", "$folder/$name" or die "$folder/$name: $!\n";
  print $out map { "$_\n" } @lines;
  close $out or die "$folder/$name: $!\n";
}

my (%pool_of, %continent_of);
for my $i (0 .. $#COUNTRIES) {
  my ($continent, $country) = split /-/, $COUNTRIES[$i];
  $continent_of{$country} = $continent;
  $pool_of{$country} = 1 + $i % ($POOLS - 1);
}

# Ranges, and neighbours of one country as one.
my (@first, @last, @country);
open my $in, "<", $csv or die "$csv: $!\n";
while (<$in>) {
  chomp;
  my ($from, $to, $code) = split /,/;
  ($from, $to) = (number($from), number($to));
  if (@last && $last[-1] + 1 == $from && $country[-1] eq $code) {
    $last[-1] = $to;
    next;
  }
  push @first, $from;
  push @last, $to;
  push @country, $code;
}
die "$csv: no ranges\n" unless @first > 1000;

my $tree = MaxMind::DB::Writer::Tree->new(
  ip_version => 6, record_size => 24, database_type => "GeoLite2-Country", languages => ["en"],
  description => { en => "countries" }, alias_ipv6_to_ipv4 => 1, remove_reserved_networks => 0,
  map_key_type_callback => sub { $_[0] =~ /^(country|continent)$/ ? "map" : "utf8_string" },
);
for my $i (0 .. $#first) {
  my %data = (country => { iso_code => $country[$i] });
  $data{continent} = { code => $continent_of{$country[$i]} } if $continent_of{$country[$i]};
  $tree->insert_range("::" . dotted($first[$i]), "::" . dotted($last[$i]), \%data);
}
open my $database, ">:raw", "$folder/country.mmdb" or die "$folder/country.mmdb: $!\n";
$tree->write_tree($database);
close $database or die "$folder/country.mmdb: $!\n";

sub country_at {
  my ($address) = @_;
  my ($low, $high) = (0, $#first);
  while ($low < $high) {
    my $middle = int(($low + $high + 1) / 2);
    if ($first[$middle] <= $address) { $low = $middle } else { $high = $middle - 1 }
  }
  return $first[$low] <= $address && $address <= $last[$low] ? $country[$low] : "";
}

# Subnets of /16 to /24 that don't meet, in places that the database knows.
my @subnets;
while (@subnets < $SUBNETS) {
  my $length = 16 + random_below(9);
  my $at = $first[random_below(scalar @first)] >> (32 - $length) << (32 - $length);
  my $end = $at + (1 << (32 - $length)) - 1;
  next if grep { $_->{first} <= $end && $at <= $_->{last} } @subnets;
  push @subnets, { first => $at, last => $end, text => dotted($at) . "/$length", pool => random_below($POOLS) };
}

sub pool_at {
  my ($address) = @_;
  for my $subnet (@subnets) {
    return $subnet->{pool} if $subnet->{first} <= $address && $address <= $subnet->{last};
  }
  return $pool_of{country_at($address)} // 0;
}

# One network in eight lies in one of the subnets. No /24 that has clients of more than one pool.
my @networks;
while (@networks < $NETWORKS) {
  my ($from, $to);
  if (@networks % 8 == 0) {
    my $subnet = $subnets[random_below(scalar @subnets)];
    ($from, $to) = ($subnet->{first}, $subnet->{last});
  } else {
    my $i = random_below(scalar @first);
    ($from, $to) = ($first[$i], $last[$i]);
  }
  my $at = ($from + random_below($to - $from + 1)) & 0xffffff00;
  next if $at < $from || $at + 255 > $to;
  my $pool = pool_at($at);
  next if grep { pool_at($at + $_) != $pool } 128, 255;
  push @networks, dotted($at) . "/24 " . address_of($pool);
}
to_file("networks", @networks);

sub of_pool { my ($pool, @all) = @_; return grep { $_->{pool} == $pool } @all }

my @yaml = ("geo:", "  type: A", "  ttl: 60", "  value: " . address_of(0), "  dynamic:", "    pools:");
push @yaml, map { "      p$_: {values: [{value: " . address_of($_) . ", status: up}]}" } 0 .. $POOLS - 1;
push @yaml, "    rules:";
for my $pool (0 .. $POOLS - 1) {
  my $list = join ", ", map { $_->{text} } of_pool($pool, @subnets);
  push @yaml, "      - {subnets: [$list], pool: p$pool}" if $list;
}
for my $pool (1 .. $POOLS - 1) {
  my $list = join ", ", grep { $pool_of{ (split /-/)[1] } == $pool } @COUNTRIES;
  push @yaml, "      - {geos: [$list], pool: p$pool}";
}
push @yaml, "      - {pool: p0}";
to_file("popdns.yaml", @yaml);

my %by_continent;
push @{ $by_continent{ (split /-/)[0] } }, (split /-/)[1] for @COUNTRIES;
my @datacenters = map { "p$_" } 0 .. $POOLS - 1;
my @map = (
  "maps => { m => {",
  "  geoip2_db => $folder/country.mmdb, datacenters => [" . join(", ", @datacenters) . "]",
  "  map => { default => [p0]",
);
for my $continent (sort keys %by_continent) {
  my $countries = join ", ", map { "$_ => [p$pool_of{$_}]" } @{ $by_continent{$continent} };
  push @map, "    $continent => { default => [p0], $countries }";
}
push @map, "  }", "  nets => {", (map { "    $_->{text} => [p$_->{pool}]" } @subnets), "  }", "} }";
push @map, "resources => { geo => { map => m, dcmap => { "
  . join(", ", map { "p$_ => " . address_of($_) } 0 .. $POOLS - 1) . " } } }";
to_file("gdnsd.map", @map);

to_file("knot-nets.conf", "$NAME:", map { ("  - net: $_->{text}", "    A: " . address_of($_->{pool})) } @subnets);
to_file("knot-countries.conf", "$NAME:",
  map { ("  - geo: \"$_\"", "    A: " . address_of($pool_of{$_})) } map { (split /-/)[1] } @COUNTRIES);

my @zone = (
  "domains:", "- domain: bench.example", "  ttl: 60", "  records:", "    bench.example:",
  "    - soa: ns1.bench.example hostmaster.bench.example 2026010101 7200 900 1209600 300",
  "    - ns: ns1.bench.example", "    ns1.bench.example:", "    - a: 192.0.2.53",
  "    all.bench.example:", "    - a: " . address_of(0),
);
push @zone, map { ("    p$_.bench.example:", "    - a: " . address_of($_)) } 0 .. $POOLS - 1;
push @zone, map { ("    " . lc . ".in.bench.example:", "    - a: " . address_of($pool_of{$_})) } sort keys %pool_of;
push @zone, "  services:", "    $NAME:", "      default: [ '%cc.in.bench.example', 'p0.bench.example' ]";
push @zone, map { "      $_->{text}: [ 'p$_->{pool}.bench.example' ]" } @subnets;
to_file("pdns.yaml", @zone);
