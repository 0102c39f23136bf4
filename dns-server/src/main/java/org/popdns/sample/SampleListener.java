package org.popdns.sample;

import java.util.List;
import org.popdns.answer.SampledQuery;

/** Told of queries as they are gathered; on the thread that gathers them. */
public interface SampleListener {

  /**
   * Some queries of one worker.
   *
   * @param each how many queries each of them stands for
   */
  void sampled(List<SampledQuery> taken, double each);
}
