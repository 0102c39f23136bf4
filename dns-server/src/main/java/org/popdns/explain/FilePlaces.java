package org.popdns.explain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.popdns.config.model.Configuration;
import org.popdns.config.model.PlaceSettings;
import org.popdns.place.Database;
import org.popdns.place.PlaceDetail;
import org.popdns.place.PlaceLayer;
import org.popdns.place.Places;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where clients are by the files that a configuration names, read once, for one answer to the
 * operator.
 *
 * @param places what they say
 * @param missing databases that can't be read and why, one line each
 */
public record FilePlaces(Places places, List<String> missing) {

  /** Copies the list. */
  public FilePlaces {
    missing = List.copyOf(missing);
  }

  /** Adds to what is told what could not be read; returns it. */
  ObjectNode addMissing(ObjectNode told) {
    if (!missing.isEmpty()) {
      missing.forEach(told.putArray("missingPlaces")::add);
    }
    return told;
  }

  /** Reads as much of them as it takes to tell clients apart as the configuration does. */
  public static FilePlaces of(Configuration configuration) {
    return read(configuration.server().places(), PlaceDetail.of(configuration.plans().values()));
  }

  /** Reads as much of them as is wanted. */
  public static FilePlaces read(PlaceSettings settings, PlaceDetail detail) {
    List<PlaceLayer> layers = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    settings
        .prefixFile()
        .ifPresent(file -> layers.add(PlaceLayer.ofOperator(file.toString(), settings.prefixes())));
    for (Path file : settings.databases()) {
      try {
        layers.add(Database.read(file, detail).layer());
      } catch (IOException e) {
        missing.add(file + " says nothing of where clients are: " + e.getMessage());
      }
    }
    return new FilePlaces(new Places(layers), missing);
  }
}
