"""The words that made-up values are made of: Spanish, of no real person or firm."""

GIVEN_NAMES = (
    *("Lucía", "Martín", "Sofía", "Hugo", "María", "Pablo", "Paula", "Álvaro", "Carmen", "Diego"),
    *("Elena", "Javier", "Irene", "Marcos", "Nuria", "Óscar", "Rocío", "Sergio", "Teresa", "Víctor"),
)
SURNAMES = (
    *("García", "Fernández", "González", "Rodríguez", "López", "Martínez", "Sánchez", "Pérez", "Gómez"),
    *("Martín", "Jiménez", "Ruiz", "Hernández", "Díaz", "Moreno", "Muñoz", "Álvarez", "Romero", "Navarro"),
)
STREETS = (
    "Mayor",
    "Real",
    "del Olmo",
    "de la Fuente",
    "Nueva",
    "del Molino",
    "de las Flores",
    "Ancha",
    "Alta",
)
CITIES = ("Madrid", "Sevilla", "Valencia", "Zaragoza", "Málaga", "Murcia", "Bilbao", "Alicante", "Córdoba")
PROVINCES = ("Madrid", "Sevilla", "Valencia", "Zaragoza", "Málaga", "Murcia", "Bizkaia", "Alicante", "Cádiz")
COUNTRIES = ("España", "Portugal", "Francia", "Italia")
COLOURS = ("blanco", "negro", "rojo", "azul", "gris", "verde", "plateado", "amarillo")
BRANDS = ("Seat", "Ford", "Renault", "Peugeot", "Toyota", "Opel", "Citroën", "Kia", "Volkswagen")
MODELS = ("Ibiza", "Focus", "Clio", "208", "Corolla", "Corsa", "C3", "Ceed", "Golf")
FIRMS = ("Suministros Alba", "Recambios del Norte", "Talleres Encina", "Comercial Duero", "Grupo Levante")
THINGS = ("Filtro", "Batería", "Neumático", "Correa", "Bujía", "Faro", "Radiador", "Retrovisor", "Embrague")
KINDS = ("estándar", "universal", "original", "especial", "compatible", "de serie")
STATES = ("activo", "pendiente", "en curso", "terminado")
SENTENCES = (
    "Revisión completa y cambio de aceite",
    "Cambio de las ruedas delanteras",
    "Se ha comprobado la presión y el nivel de todos los líquidos",
    "Pendiente de recibir la pieza del proveedor",
    "Sustitución del filtro de aire",
    "Sin incidencias",
    "El cliente pide que se le avise por la tarde",
    "Ajuste de los frenos y prueba en carretera",
)
PLAIN = (
    *("taller", "motor", "rueda", "aceite", "filtro", "freno", "puerta", "cristal", "llave", "pieza"),
    *("norte", "sur", "alba", "roble", "encina", "olivo", "lago", "monte", "valle", "puente"),
    *("ruta", "faro", "nube", "arena", "piedra", "hierro", "plata", "verde", "azul", "claro"),
)
