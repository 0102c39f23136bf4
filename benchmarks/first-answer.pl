#!/usr/bin/perl
# Starts a server again and again, and asks it until it answers: how long that took, in milliseconds.
#   first-answer.pl PORT NAME STARTS COMMAND...
# Perl's own start is over when the clock starts. A query goes out each 2 ms at most, for 30 s at most.
use strict;
use warnings;
use IO::Select;
use Socket;
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC sleep);

my ($port, $name, $starts, @command) = @ARGV;
my $query = pack('n6', 7, 0, 1, 0, 0, 0) . join('', map { pack('C/a*', $_) } split(/[.]/, $name)) . "\0" . pack('nn', 1, 1);
my $child;
$SIG{INT} = $SIG{TERM} = sub { kill 'KILL', $child if $child; exit 130 };

sub first_answer {
  my ($start) = @_;
  socket(my $socket, PF_INET, SOCK_DGRAM, 0) or die "socket: $!";
  connect($socket, sockaddr_in($port, inet_aton('127.0.0.1'))) or die "connect: $!";
  my $readable = IO::Select->new($socket);
  while (clock_gettime(CLOCK_MONOTONIC) - $start < 30) {
    send($socket, $query, 0);
    next unless $readable->can_read(0.002);
    my $length = sysread($socket, my $answer, 4096);
    if (!defined $length) { sleep 0.001; next }    # refused: nobody listens yet
    my ($flags, $answers) = (unpack('n6', $answer))[1, 3];
    return (clock_gettime(CLOCK_MONOTONIC) - $start) * 1000 if ($flags & 15) == 0 && $answers > 0;
  }
  die "no answer within 30 s\n";
}

my (@wall, @processor, @memory);
for (1 .. $starts) {
  my $start = clock_gettime(CLOCK_MONOTONIC);
  $child = fork() // die "fork: $!";
  if (!$child) { exec @command or die "$command[0]: $!" }
  my $took = eval { first_answer($start) };
  my $failure = $@;
  if (defined $took) {
    push @wall, $took;
    open my $stat, '<', "/proc/$child/stat" or die "the server is gone";
    my @fields = split ' ', <$stat>;
    push @processor, ($fields[13] + $fields[14]) * 10;
    open my $status, '<', "/proc/$child/status" or die "the server is gone";
    push @memory, map { /^VmRSS:\s+(\d+)/ ? $1 / 1024 : () } <$status>;
  }
  kill 'TERM', $child;
  waitpid $child, 0;
  $child = undef;
  die $failure unless defined $took;
}
for (['first answer, ms', @wall], ['processor time, ms', @processor], ['resident memory, MiB', @memory]) {
  my ($what, @values) = @$_;
  @values = sort { $a <=> $b } @values;
  printf "  %-22s least %4.0f  median %4.0f  most %4.0f\n", $what, $values[0], $values[$#values / 2], $values[-1];
}
