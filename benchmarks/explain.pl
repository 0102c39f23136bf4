#!/usr/bin/perl
# Asks a running popdns to explain names of a large zone, 20 a second until it is ended: how long each took, in milliseconds.
#   explain.pl SOCKET LABEL...
# A connection for each, as the command line has; what Perl does with the reply is not counted.
use strict;
use warnings;
use IO::Socket::UNIX;
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC sleep);

my ($path, @labels) = @ARGV;
my @took;
my $ended = 0;
$SIG{TERM} = sub { $ended = 1 };
while (!$ended && @took < 100_000) {
  my $name = $labels[rand @labels] . '.bench.example.';
  my $start = clock_gettime(CLOCK_MONOTONIC);
  my $socket = IO::Socket::UNIX->new(Peer => $path) or die "$path: $!\n";
  print $socket qq({"command":"explain","name":"$name","type":"A"}\n);
  my $reply = <$socket>;
  push @took, (clock_gettime(CLOCK_MONOTONIC) - $start) * 1000;
  $ended or defined $reply && $reply =~ /"the name exists"/ or die "$name: $reply\n";
  sleep 0.05;
}
my $first = $took[0];
my @sorted = sort { $a <=> $b } @took;
printf "%d explanations: the first %.2f ms, then p50 %.2f ms, p99 %.2f ms, most %.2f ms\n", scalar @sorted, $first,
  map { $sorted[int($_ * $#sorted)] } 0.5, 0.99, 1;
