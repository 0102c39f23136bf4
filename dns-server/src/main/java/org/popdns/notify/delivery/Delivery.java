package org.popdns.notify.delivery;

import org.popdns.config.model.Receiver;

/** How one receiver is reached. One thread at a time. */
public interface Delivery extends AutoCloseable {

  /** The way to a receiver. */
  static Delivery to(Receiver receiver, Sender sender) {
    return switch (receiver) {
      case Receiver.Webhook webhook -> new WebhookDelivery(webhook, sender);
      case Receiver.Command command -> new CommandDelivery(command, sender);
      case Receiver.Mail mail -> new MailDelivery(mail, sender);
    };
  }

  /**
   * Tries once, for no longer than the receiver's timeout and a little.
   *
   * @throws InterruptedException if interrupted, and then the attempt is given up
   */
  Outcome deliver(Letter letter) throws InterruptedException;

  /** Frees what it holds. */
  @Override
  void close();
}
