package org.popdns.harness;

/** A test class with a server of {@link ExampleZone}, one for all of its tests. */
public abstract class ServesExample extends ServesZone {

  protected ServesExample() {
    super(ExampleZone.FILES);
  }
}
