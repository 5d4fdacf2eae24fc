# Runs the generated program in many processes at once, each of which is a client.

require_relative "tally"

PROGRAM = "connect.rb"
# A client that has not come to its end by then hangs.
LIMIT = 25

def start(nth, gate, opened)
  fork do
    opened.close
    gate.read
    ENV["PROVE_CLIENT"] = nth.to_s
    load PROGRAM
  rescue StandardError => error
    $stdout.syswrite("said #{words(error)}\n")
  end
end

def kill(pid)
  Process.kill("KILL", pid)
rescue Errno::ESRCH
  # It has come to its end.
end

# What takes long is loaded once: all clients begin together.
File.read(PROGRAM).scan(/^require "(.+)"/) { |name,| require name }
gate, opened = IO.pipe
clients = Integer(ENV.fetch("PROVE_COPIES")).times.map { |nth| start(nth, gate, opened) }
opened.close
Thread.new do
  sleep LIMIT
  clients.each { |pid| kill(pid) }
end
puts "hung #{clients.count { |pid| Process.wait2(pid).last.signaled? }}"
