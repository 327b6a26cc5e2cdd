package io.ocmfed.runtime.testing;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.UnixChannel;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP line to a server, at an address of its own, that whatever happens to a pod's network can be
 * made to happen on: it refuses, accepts and says nothing, or swallows packets.
 */
public final class Line implements AutoCloseable {

  private final EventLoopGroup loop =
      Epoll.isAvailable() ? new EpollEventLoopGroup(1) : new NioEventLoopGroup(1);
  private final InetSocketAddress address;
  private final InetSocketAddress target;
  private final Set<Channel> fronts = ConcurrentHashMap.newKeySet();
  private final Set<Channel> ends = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile boolean silent;
  private Channel listener;

  /** A line that works. */
  public Line(String host, int port, String targetHost, int targetPort) {
    address = new InetSocketAddress(host, port);
    target = new InetSocketAddress(targetHost, targetPort);
    restore();
  }

  /** Connections accepted so far. */
  public int accepted() {
    return accepted.get();
  }

  /** Connections that are open now. */
  public int open() {
    return fronts.size();
  }

  /** All connections are reset, new ones refused: the process is gone. */
  public void cut() {
    listener.close().syncUninterruptibly();
    fronts.forEach(
        front -> {
          front.config().setOption(ChannelOption.SO_LINGER, 0);
          front.close().syncUninterruptibly();
        });
  }

  /** Listens again. */
  public void restore() {
    listener =
        new ServerBootstrap()
            .group(loop)
            .channel(
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel front) {
                    accepted.incrementAndGet();
                    fronts.add(front);
                    front.closeFuture().addListener(closed -> fronts.remove(front));
                    connect(front);
                  }
                })
            .bind(address)
            .syncUninterruptibly()
            .channel();
  }

  /** Connections are accepted and stay, nothing passes: the process hangs. */
  public void silence() {
    silent = true;
  }

  /** What was held back passes, and everything after it. */
  public void speak() {
    silent = false;
    fronts.forEach(Channel::read);
    ends.forEach(Channel::read);
  }

  /** Packets are lost, those of new connections too. Needs {@link #canVanish()}. */
  public void vanish() {
    silence();
    PacketFilter.dropAll(descriptor(listener));
    fronts.forEach(front -> PacketFilter.dropAll(descriptor(front)));
  }

  /** Packets arrive again. */
  public void appear() {
    PacketFilter.dropNothing(descriptor(listener));
    fronts.forEach(front -> PacketFilter.dropNothing(descriptor(front)));
    speak();
  }

  /** Whether this machine can lose packets on purpose. */
  public static boolean canVanish() {
    return Epoll.isAvailable();
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static int descriptor(Channel channel) {
    return ((UnixChannel) channel).fd().intValue();
  }

  private void connect(Channel front) {
    new Bootstrap()
        .group(loop)
        .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
        .option(ChannelOption.AUTO_READ, false)
        .handler(new Pass(front))
        .connect(target)
        .addListener(
            (ChannelFutureListener)
                connected -> {
                  Channel end = connected.channel();
                  if (!connected.isSuccess()) {
                    front.close();
                    return;
                  }
                  ends.add(end);
                  end.closeFuture().addListener(closed -> ends.remove(end));
                  front.pipeline().addLast(new Pass(end));
                  more(front);
                  more(end);
                });
  }

  private void more(Channel channel) {
    if (!silent) {
      channel.read();
    }
  }

  /** Hands on what arrives, piece by piece, as fast as the other side takes it. */
  private final class Pass extends ChannelInboundHandlerAdapter {

    private final Channel other;

    Pass(Channel other) {
      this.other = other;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      other
          .writeAndFlush(message)
          .addListener(
              written -> {
                if (written.isSuccess()) {
                  more(context.channel());
                } else {
                  context.close();
                }
              });
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      other.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
